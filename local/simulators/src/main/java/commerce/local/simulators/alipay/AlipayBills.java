package commerce.local.simulators.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Books.Movement;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Fees;
import commerce.local.simulators.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The trade bill of a day in Beijing: a zip with the single trades and their sums as CSV in GBK. Its address is answered from the next day
 * at ten and holds for thirty seconds.
 */
final class AlipayBills {

    static final String FILE = "/downloadBillFile.resource";
    private static final int READY_AT_HOUR = 10;
    private static final long ADDRESS_HOLDS_SECONDS = 30;
    private static final int FEE_BASIS_POINTS = 60;
    private static final Charset GBK = Charset.forName("GBK");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年MM月dd日 HH:mm:ss");
    private static final List<String> COLUMNS = List.of("支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员", "终端号", "对方账户", "订单金额（元）",
            "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）", "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注");
    private static final List<String> SUMS = List.of("门店编号", "门店名称", "交易订单总笔数", "退款订单总笔数", "订单金额（元）", "商家实收（元）", "支付宝优惠（元）", "商家优惠（元）", "卡消费金额（元）", "服务费（元）", "分润（元）",
            "实收净额（元）");

    private final Desk desk;
    private final AlipayAccount account;

    AlipayBills(Desk desk, AlipayAccount account) {
        this.desk = desk;
        this.account = account;
    }

    ObjectNode downloadUrl(Content content) {
        if (!content.text("bill_type", 20).equals("trade")) {
            throw AlipayError.arguments("isv.invalid-arguments", "账单类型不支持，这里只有trade");
        }
        var date = date(content.text("bill_date", 10));
        if (desk.now().isBefore(date.plusDays(1).atTime(READY_AT_HOUR, 0).atZone(Content.ZONE).toInstant()) || movements(date).isEmpty()) {
            throw AlipayError.business("isp.bill_not_exist", "账单不存在");
        }
        var validUntil = desk.now().plusSeconds(ADDRESS_HOLDS_SECONDS).getEpochSecond();
        return JsonNodeFactory.instance.objectNode()
                .put("bill_download_url", desk.baseUrl() + FILE + "?bizType=trade&userId=" + account.sellerId() + "&fileType=csv.zip&billDate=" + date + "&timestamp=" + validUntil);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException notOne) {
            throw AlipayError.arguments("isv.invalid-arguments", "bill_date格式为yyyy-MM-dd");
        }
    }

    private List<Movement> movements(LocalDate date) {
        return desk.books().journal(start(date), start(date.plusDays(1))).stream()
                .filter(movement -> movement.kind() == Movement.Kind.PAYMENT || movement.kind() == Movement.Kind.REFUND).toList();
    }

    private static Instant start(LocalDate date) {
        return date.atStartOfDay(Content.ZONE).toInstant();
    }

    Reply file(Map<String, String> query) {
        var validUntil = query.getOrDefault("timestamp", "0");
        if (!validUntil.matches("[0-9]{1,12}") || desk.now().isAfter(Instant.ofEpochSecond(Long.parseLong(validUntil)))) {
            return Reply.text(403, "text/html;charset=utf-8", "the address is no longer valid, ask for a new one");
        }
        LocalDate date;
        try {
            date = date(query.getOrDefault("billDate", ""));
        } catch (AlipayError notOne) {
            return Reply.text(404, "text/html;charset=utf-8", "");
        }
        return new Reply(200, "application/zip", Map.of(), zip(date));
    }

    private byte[] zip(LocalDate date) {
        var out = new ByteArrayOutputStream();
        var name = account.sellerId() + "0156_" + date.toString().replace("-", "") + "_";
        try (var zip = new ZipOutputStream(out, GBK)) {
            zip.putNextEntry(new ZipEntry(name + "业务明细.csv"));
            zip.write(file("支付宝业务明细查询", "业务明细列表", date, COLUMNS, movements(date).stream().map(this::row).toList()));
            zip.putNextEntry(new ZipEntry(name + "业务明细(汇总).csv"));
            zip.write(file("支付宝业务汇总查询", "业务汇总列表", date, SUMS, List.of(sums(movements(date)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private byte[] file(String title, String table, LocalDate date, List<String> columns, List<List<String>> rows) {
        var lines = new ArrayList<String>();
        lines.add("#" + title);
        lines.add("#账号：[" + account.sellerId() + "0156]");
        lines.add("#起始日期：[" + DAY.format(date.atStartOfDay()) + "]   终止日期：[" + DAY.format(date.plusDays(1).atStartOfDay()) + "]");
        lines.add("#" + "-".repeat(41) + table + "-".repeat(40));
        lines.add(String.join(",", columns));
        rows.forEach(row -> lines.add(row.stream().map(value -> value.replace(",", "，") + "\t").collect(Collectors.joining(","))));
        lines.add("#" + "-".repeat(41) + table + "结束" + "-".repeat(36));
        lines.add("#导出时间：[" + DAY.format(desk.now().atZone(Content.ZONE)) + "]");
        return lines.stream().collect(Collectors.joining("\r\n", "", "\r\n")).getBytes(GBK);
    }

    private List<String> row(Movement movement) {
        var trade = movement.payment();
        var refund = movement.refund();
        var signed = Content.yuan(signed(movement));
        return List.of(trade.providerReference(), trade.key(), refund == null ? "交易" : "退款", trade.asked().request().path("subject").asText(), Content.time(trade.asked().createdAt()),
                Content.time(movement.at()), "", "", "", "", "*买家(buy***@local)", signed, signed, "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00", "0.00",
                refund == null ? "" : refund.key().substring(trade.key().length() + 1), Content.yuan(fee(movement)), "0.00", "");
    }

    private static long signed(Movement movement) {
        return movement.refund() == null ? movement.amount().amount() : -movement.amount().amount();
    }

    /** What the merchant gets: less for a payment, back for a refund. */
    private static long fee(Movement movement) {
        var fee = Fees.of(movement.amount().amount(), FEE_BASIS_POINTS);
        return movement.refund() == null ? -fee : fee;
    }

    private static List<String> sums(List<Movement> movements) {
        var refunds = movements.stream().filter(movement -> movement.refund() != null).count();
        var amount = movements.stream().mapToLong(AlipayBills::signed).sum();
        var fees = movements.stream().mapToLong(AlipayBills::fee).sum();
        return List.of("合计", "", String.valueOf(movements.size() - refunds), String.valueOf(refunds), Content.yuan(amount), Content.yuan(amount), "0.00", "0.00", "0.00", Content.yuan(fees), "0.00",
                Content.yuan(amount + fees));
    }
}
