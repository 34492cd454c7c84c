package commerce.payment.provider;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.payment.provider.AlipayApi.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Alipay's trade bill of one day in China: a zip with a list of the trades and their sums, both CSV in GBK, whose columns are known by their
 * names and whose values end with a tab.
 */
final class AlipayBill {

    private static final Charset GBK = Charset.forName("GBK");
    /** The hour of the next day at which the bill is there. */
    private static final int READY_AT = 10;

    private AlipayBill() {}

    /** @throws Busy while the bill is not ready yet: it is made on the next morning */
    static void read(AlipayApi api, LocalDate day, BillReader bill) {
        var content = new LinkedHashMap<String, Object>();
        content.put("bill_type", "trade");
        content.put("bill_date", day.toString());
        switch (api.call("alipay.data.dataservice.bill.downloadurl.query", content, Optional.empty())) {
            // The same words mean a bill that is not made yet and a day without trade.
            case Answer.Refused(var why) when why.equals("isp.bill_not_exist") && !api.now().isBefore(day.plusDays(1).atTime(READY_AT, 0).toInstant(AlipayApi.CHINA)) -> {
                return;
            }
            case Answer.Refused(var why) -> throw new Busy("alipay does not show the bill of " + day + ": " + why, null);
            case Answer.Done(var address) -> {
                var file = api.download(address.path("bill_download_url").asText());
                bill.file("trade.csv.zip", file);
                trades(file).ifPresent(csv -> parse(csv, bill));
            }
        }
    }

    /** The list, not the sums. */
    private static Optional<String> trades(byte[] file) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(file), GBK)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.getName().contains("汇总")) {
                    return Optional.of(new String(zip.readAllBytes(), GBK));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a bill of alipay is no zip", e);
        }
    }

    static void parse(String csv, BillReader bill) {
        var rows = csv.lines().filter(row -> !row.startsWith("#") && !row.isBlank()).toList();
        var names = values(rows.getFirst());
        var columns = new HashMap<String, Integer>();
        for (int column = 0; column < names.size(); column++) {
            columns.put(names.get(column), column);
        }
        rows.stream().skip(1).forEach(raw -> bill.line(line(new Row(columns, values(raw))), raw));
    }

    private static List<String> values(String row) {
        return Stream.of(row.split(",", -1)).map(String::strip).toList();
    }

    private record Row(Map<String, Integer> columns, List<String> values) {

        String text(String name) {
            var column = columns.get(name);
            if (column == null || column >= values.size()) {
                throw new IllegalStateException("a bill of alipay without the column " + name);
            }
            return values.get(column);
        }

        Optional<String> find(String name) {
            return Optional.of(text(name)).filter(text -> !text.isEmpty());
        }

        Money money(String name) {
            return Money.of(new BigDecimal(text(name)).movePointRight(2).longValueExact(), AlipayProvider.CURRENCY);
        }
    }

    /** A fee is written as what it does to our balance. */
    private static BillLine line(Row row) {
        var kind = switch (row.text("业务类型")) {
            case "交易" -> BillLine.Kind.PAYMENT;
            case "退款" -> BillLine.Kind.REFUND;
            default -> BillLine.Kind.OTHER;
        };
        return new BillLine(kind, row.text("支付宝交易号"), row.find("商户订单号"), row.find("退款批次号/请求号"), row.money("订单金额（元）"), row.money("服务费（元）").negated(),
                LocalDateTime.parse(row.text("完成时间"), AlipayApi.TIME).toInstant(AlipayApi.CHINA), row.find("支付宝交易号"), BillLine.Status.DONE);
    }
}
