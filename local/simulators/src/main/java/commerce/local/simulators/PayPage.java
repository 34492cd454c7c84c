package commerce.local.simulators;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.Optional;

/**
 * The page a buyer is sent to: {@code GET /pay/{paymentId}} shows the amount and two buttons, {@code POST} presses one
 * ({@code outcome=SUCCEEDED} or {@code outcome=FAILED}). Unlike {@link SimulatorServer#settle} it lets nobody pay what is closed.
 */
final class PayPage {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pay %2$s</title>
            <style>
            body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1d2129;display:grid;place-items:center;min-height:100vh;margin:0}
            main{background:#fff;padding:2rem 2.5rem;border-radius:12px;box-shadow:0 2px 16px #0001;max-width:26rem}
            h1{font-size:2rem;margin:.2em 0}small{color:#667;overflow-wrap:anywhere}p{margin:1em 0}
            button{font:inherit;padding:.6em 1.6em;border-radius:8px;border:1px solid #0a66c2;background:#0a66c2;color:#fff;cursor:pointer;margin-right:.6em}
            button.refuse{background:#fff;color:#0a66c2}
            </style></head>
            <body><main><small>Simulated payment, no money moves</small><h1>%2$s</h1>%3$s<small>Payment %1$s</small></main></body></html>
            """;
    private static final String BUTTONS = """
            <form method="post"><p><button name="outcome" value="SUCCEEDED">Pay</button><button class="refuse" name="outcome" value="FAILED">Refuse</button></p></form>
            """;

    /** How the page settles a payment. */
    interface Buyer {
        Settlement settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount);
    }

    private final Books books;
    private final Buyer buyer;

    PayPage(Books books, Buyer buyer) {
        this.books = books;
        this.buyer = buyer;
    }

    void handle(HttpExchange exchange) throws IOException {
        var paymentId = exchange.getRequestURI().getPath().substring("/pay/".length());
        var payment = books.find(paymentId);
        if (payment.isEmpty()) {
            Exchange.answer(exchange, 404, "text/plain; charset=utf-8", "There is no such payment.");
        } else if (exchange.getRequestMethod().equals("POST")) {
            press(exchange, payment.get());
        } else {
            Exchange.answer(exchange, 200, "text/html; charset=utf-8", page(payment.get()));
        }
    }

    private void press(HttpExchange exchange, Payment payment) throws IOException {
        var form = new String(Exchange.body(exchange), StandardCharsets.UTF_8);
        if (!form.equals("outcome=SUCCEEDED") && !form.equals("outcome=FAILED")) {
            Exchange.answer(exchange, 400, "text/plain; charset=utf-8", "outcome must be SUCCEEDED or FAILED");
            return;
        }
        if (payable(payment)) {
            buyer.settle(payment.paymentId(), Outcome.valueOf(form.substring("outcome=".length())), 1, Optional.empty());
        }
        Exchange.redirect(exchange, "/pay/" + payment.paymentId());
    }

    private static boolean payable(Payment payment) {
        return payment.status() == Payment.Status.OPEN || payment.status() == Payment.Status.REFUSED;
    }

    private static String page(Payment payment) {
        var state = switch (payment.status()) {
            case OPEN -> "<p>Waiting for you.</p>" + BUTTONS;
            case REFUSED -> "<p>Refused. You may try again.</p>" + BUTTONS;
            case PAID -> "<p><strong>Paid.</strong> You may close this page.</p>";
            case CLOSED -> "<p>This payment is closed and cannot be paid any more.</p>";
        };
        return PAGE.formatted(payment.paymentId(), amount(payment.amount()), state);
    }

    /** In the currency's own unit, such as 88.00 CNY or 88 JPY. */
    private static String amount(Money money) {
        var digits = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
        return BigDecimal.valueOf(money.amount(), digits).toPlainString() + " " + money.currency();
    }
}
