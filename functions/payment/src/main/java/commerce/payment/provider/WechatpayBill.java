package commerce.payment.provider;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.payment.provider.WechatpayApi.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WeChat Pay's trade bill of one day in China: a CSV file whose every value begins with a backtick, whose columns are known by their
 * names, and that ends with a summary. Its address comes with a hash, which the file must have.
 */
final class WechatpayBill {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private WechatpayBill() {}

    /** @throws Busy while the bill is not ready yet: it is made on the next morning */
    static void read(WechatpayApi api, LocalDate day, BillReader bill) {
        switch (api.get("/v3/bill/tradebill?bill_date=" + day + "&bill_type=ALL")) {
            case Answer.Refused(var status, var code) when code.equals("NO_STATEMENT_EXIST") -> {
                // A day without trade.
                return;
            }
            case Answer.Refused(var status, var code) -> throw new Busy("wechatpay does not show the bill of " + day + ": " + code, null);
            case Answer.Done(var address) -> {
                var file = api.download(address.path("download_url").asText());
                if (!sha1(file).equalsIgnoreCase(address.path("hash_value").asText())) {
                    throw new Busy("the bill of " + day + " is not the file that wechatpay named", null);
                }
                bill.file("tradebill.csv", file);
                parse(new String(file, StandardCharsets.UTF_8), bill);
            }
        }
    }

    static void parse(String csv, BillReader bill) {
        var rows = csv.replace("\uFEFF", "").lines().toList();
        var columns = new HashMap<String, Integer>();
        var names = rows.getFirst().split(",");
        for (int column = 0; column < names.length; column++) {
            columns.put(names[column].strip(), column);
        }
        rows.stream().skip(1).takeWhile(row -> row.startsWith("`")).forEach(raw -> bill.line(line(new Row(columns, values(raw))), raw));
    }

    /** A value may hold a comma, but then no backtick follows it. */
    private static List<String> values(String row) {
        return new ArrayList<>(Arrays.asList(row.substring(1).split(",`", -1)));
    }

    private record Row(Map<String, Integer> columns, List<String> values) {

        String text(String name) {
            var column = columns.get(name);
            if (column == null || column >= values.size()) {
                throw new IllegalStateException("a bill of wechatpay without the column " + name);
            }
            return values.get(column).strip();
        }

        Optional<String> find(String name) {
            return Optional.of(text(name)).filter(text -> !text.isEmpty() && !text.equals("0"));
        }

        /** Yuan with up to five decimals. */
        Money money(String name) {
            return Money.of(new BigDecimal(text(name)).movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact(), text("货币种类"));
        }
    }

    private static BillLine line(Row row) {
        var at = LocalDateTime.parse(row.text("交易时间"), TIME).toInstant(CHINA);
        return switch (row.text("交易状态")) {
            case "SUCCESS" -> new BillLine(BillLine.Kind.PAYMENT, row.text("微信订单号"), row.find("商户数据包"), Optional.empty(), row.money("订单金额"), row.money("手续费"), at);
            case "REFUND" -> new BillLine(BillLine.Kind.REFUND, row.text("微信退款单号"), row.find("商户数据包"), row.find("商户退款单号"), row.money("申请退款金额").negated(), row.money("手续费"), at,
                    Optional.empty(), status(row.text("退款状态")));
            default -> new BillLine(BillLine.Kind.OTHER, row.text("微信订单号"), row.find("商户数据包"), row.find("商户退款单号"), row.money("订单金额"), row.money("手续费"), at);
        };
    }

    /** A refund that failed, or whose money could not be handed over ({@code CHANGE}), did not move. */
    private static BillLine.Status status(String refund) {
        return switch (refund) {
            case "PROCESSING" -> BillLine.Status.PENDING;
            case "FAIL", "CHANGE", "NOTSURE", "CLOSED", "ABNORMAL" -> BillLine.Status.FAILED;
            default -> BillLine.Status.DONE;
        };
    }

    private static String sha1(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
