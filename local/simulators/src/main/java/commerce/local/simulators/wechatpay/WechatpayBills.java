package commerce.local.simulators.wechatpay;

import commerce.local.simulators.Books.Movement;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Fees;
import commerce.local.simulators.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The trade bill of a day in Beijing: asked for on the next day from ten o'clock, then fetched from the address that was answered. Money is
 * in yuan, every value has a backtick in front.
 */
final class WechatpayBills {

    static final String FILE = "/v3/billdownload/file";
    private static final int READY_AT_HOUR = 10;
    private static final int FEE_BASIS_POINTS = 60;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(WechatpayOrders.ZONE);
    private static final List<String> COLUMNS = List.of("交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型", "交易状态", "付款银行", "货币种类",
            "应结订单金额", "代金券金额", "微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率", "订单金额", "申请退款金额", "费率备注");
    private static final List<String> SUMS = List.of("总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额");

    private final Desk desk;
    private final WechatpayAccount account;

    WechatpayBills(Desk desk, WechatpayAccount account) {
        this.desk = desk;
        this.account = account;
    }

    Reply tradeBill(Map<String, String> query) {
        var date = date(query.getOrDefault("bill_date", ""));
        var type = query.getOrDefault("bill_type", "ALL");
        if (!List.of("ALL", "SUCCESS", "REFUND").contains(type)) {
            throw WechatpayError.param("bill_type", "可选取值: ALL SUCCESS REFUND");
        }
        var packed = query.containsKey("tar_type");
        if (packed && !query.get("tar_type").equals("GZIP")) {
            throw WechatpayError.param("tar_type", "可选取值: GZIP");
        }
        if (desk.now().isBefore(date.plusDays(1).atTime(READY_AT_HOUR, 0).atZone(WechatpayOrders.ZONE).toInstant()) || movements(date, type).isEmpty()) {
            throw new WechatpayError(400, "NO_STATEMENT_EXIST", "账单文件不存在");
        }
        var token = date + "." + type + (packed ? ".gz" : "");
        return Reply.json(200, Map.of("download_url", desk.baseUrl() + FILE + "?token=" + token, "hash_type", "SHA1", "hash_value", sha1(bill(date, type))));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notOne) {
            throw WechatpayError.param("bill_date", "格式为yyyy-MM-DD");
        }
    }

    /** The file itself; packed if it was asked for so. The hash is of what is inside. */
    Reply file(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length < 2) {
            throw new WechatpayError(404, "RESOURCE_NOT_EXISTS", "账单文件不存在");
        }
        var bill = bill(date(parts[0]), parts[1]);
        return new Reply(200, "application/octet-stream", Map.of(), parts.length > 2 ? packed(bill) : bill);
    }

    private List<Movement> movements(LocalDate date, String type) {
        return desk.books().journal(date.atStartOfDay(WechatpayOrders.ZONE).toInstant(), date.plusDays(1).atStartOfDay(WechatpayOrders.ZONE).toInstant()).stream()
                .filter(movement -> movement.kind() == Movement.Kind.PAYMENT && !type.equals("REFUND") || movement.kind() == Movement.Kind.REFUND && !type.equals("SUCCESS"))
                .toList();
    }

    private byte[] bill(LocalDate date, String type) {
        var movements = movements(date, type);
        var lines = Stream.of(
                Stream.of(String.join(",", COLUMNS)),
                movements.stream().map(movement -> line(row(movement))),
                Stream.of(String.join(",", SUMS), line(sums(movements)))).flatMap(each -> each);
        return lines.collect(Collectors.joining("\r\n", "", "\r\n")).getBytes(StandardCharsets.UTF_8);
    }

    private static String line(List<String> values) {
        return values.stream().map(value -> "`" + value.replace(",", "，").replaceAll("[\\r\\n]", " ")).collect(Collectors.joining(","));
    }

    private List<String> row(Movement movement) {
        var order = movement.payment();
        var refund = Optional.ofNullable(movement.refund());
        var gross = paid(movement);
        var request = order.asked().request();
        return List.of(TIME.format(movement.at()), account.appid(), account.mchid(), "0", "", order.providerReference(), order.key(), WechatpayOrders.payer(order), "NATIVE",
                refund.isPresent() ? "REFUND" : "SUCCESS", "OTHERS", movement.amount().currency(),
                yuan(gross), yuan(0),
                refund.map(each -> each.providerReference()).orElse("0"), refund.map(each -> each.key()).orElse("0"), yuan(refunded(movement)), yuan(0),
                refund.isPresent() ? "ORIGINAL" : "", refund.map(WechatpayRefunds::status).orElse(""),
                request.path("description").asText(), request.path("attach").asText(""), fee(movement), "0.60%",
                yuan(gross), yuan(refunded(movement)), "");
    }

    private static long refunded(Movement movement) {
        return movement.refund() == null ? 0 : movement.amount().amount();
    }

    private static long paid(Movement movement) {
        return movement.refund() == null ? movement.amount().amount() : 0;
    }

    /** In ten-thousandths of a yuan at most; a refund gives it back. */
    private static String fee(Movement movement) {
        return BigDecimal.valueOf(feeMinor(movement), 2).setScale(5).toPlainString();
    }

    private static long feeMinor(Movement movement) {
        var fee = Fees.of(movement.amount().amount(), FEE_BASIS_POINTS);
        return movement.refund() == null ? fee : -fee;
    }

    private static List<String> sums(List<Movement> movements) {
        var paid = movements.stream().mapToLong(WechatpayBills::paid).sum();
        var refunded = movements.stream().mapToLong(WechatpayBills::refunded).sum();
        var fees = movements.stream().mapToLong(WechatpayBills::feeMinor).sum();
        return List.of(String.valueOf(movements.size()), yuan(paid), yuan(refunded), yuan(0), BigDecimal.valueOf(fees, 2).setScale(5).toPlainString(), yuan(paid), yuan(refunded));
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static byte[] packed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
