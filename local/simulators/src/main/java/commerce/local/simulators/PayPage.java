package commerce.local.simulators;

import java.net.URI;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The page a buyer is sent to: {@code GET /pay/{key}} shows the amount and two buttons, {@code POST} presses one
 * ({@code outcome=SUCCEEDED} or {@code outcome=FAILED}). Unlike {@link ProviderServer#settle} it lets nobody pay what is closed.
 */
final class PayPage {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pay %2$s</title>
            <style>
            body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1d2129;display:grid;place-items:center;min-height:100vh;margin:0}
            main{background:#fff;padding:2rem 2.5rem;border-radius:12px;box-shadow:0 2px 16px #0001;width:min(26rem,100vw - 2rem);box-sizing:border-box}
            h1{font-size:2rem;margin:.2em 0}small{color:#667;display:block;overflow-wrap:anywhere}p{margin:1em 0}
            button{font:inherit;padding:.6em 1.6em;border-radius:8px;border:1px solid #0a66c2;background:#0a66c2;color:#fff;cursor:pointer;margin-right:.6em}
            button.refuse{background:#fff;color:#0a66c2}a{color:#0a66c2}
            </style></head>
            <body><main><small>%4$s, simulated: no money moves</small><h1>%2$s</h1>%3$s<small>Payment %1$s</small></main></body></html>
            """;
    private static final String BUTTONS = """
            <form method="post"><p><button name="outcome" value="SUCCEEDED">Pay</button><button class="refuse" name="outcome" value="FAILED">Refuse</button></p></form>
            """;
    private static final Map<String, String> NAMES = Map.of("stripe", "Stripe", "wechatpay", "WeChat Pay", "alipay", "Alipay", "adyen", "Adyen");

    private final String name;
    private final Books books;
    private final Protocol protocol;
    private final BiConsumer<String, Outcome> buyer;

    /** @param buyer pays or is refused, by the merchant's id */
    PayPage(String provider, Books books, Protocol protocol, BiConsumer<String, Outcome> buyer) {
        this.name = NAMES.getOrDefault(provider, "Payment");
        this.books = books;
        this.protocol = protocol;
        this.buyer = buyer;
    }

    Reply answer(Call call) {
        var payment = books.find(call.path().substring("/pay/".length()));
        if (payment.isEmpty()) {
            return text(404, "There is no such payment.");
        }
        protocol.visited(payment.get());
        return call.method().equals("POST") ? press(call, payment.get()) : Reply.text(200, "text/html; charset=utf-8", page(payment.get()));
    }

    private Reply press(Call call, Payment payment) {
        var form = call.text();
        if (!form.equals("outcome=SUCCEEDED") && !form.equals("outcome=FAILED")) {
            return text(400, "outcome must be SUCCEEDED or FAILED");
        }
        if (payable(payment)) {
            buyer.accept(payment.paymentId(), Outcome.valueOf(form.substring("outcome=".length())));
        }
        return text(303, "").with(Map.of("location", call.target()));
    }

    private static Reply text(int status, String body) {
        return Reply.text(status, "text/plain; charset=utf-8", body);
    }

    private static boolean payable(Payment payment) {
        return payment.status() == Payment.Status.OPEN || payment.status() == Payment.Status.REFUSED && !payment.delayed();
    }

    private String page(Payment payment) {
        var state = switch (payment.status()) {
            case OPEN -> "<p>Waiting for you.</p>" + BUTTONS;
            case REFUSED -> "<p>Refused. You may try again.</p>" + BUTTONS;
            case PAID -> "<p><strong>Paid.</strong> " + protocol.returnUrl(payment).map(PayPage::link).orElse("You may close this page.") + "</p>";
            case PROCESSING -> "<p>Your bank has been asked. You may close this page.</p>";
            case CLOSED -> "<p>This payment is closed and cannot be paid any more.</p>";
        };
        return PAGE.formatted(escaped(payment.paymentId()), escaped(amount(payment.amount())), state, name);
    }

    /** Only to a web page: the address is the merchant's word. */
    private static String link(URI shop) {
        return "http".equals(shop.getScheme()) || "https".equals(shop.getScheme()) ? "<a href=\"" + escaped(shop.toString()) + "\">Back to the shop</a>" : "";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** In the currency's own unit, such as 88.00 CNY or 88 JPY. */
    private String amount(Money money) {
        return Money.major(money.amount(), protocol.decimals(money.currency())) + " " + money.currency();
    }
}
