package commerce.payment;

import commerce.kernel.Outcomes;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Verdict;
import commerce.payment.provider.PaymentProvider.Known;
import commerce.payment.provider.PaymentProvider.Standing;
import commerce.payment.provider.Providers;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Asks providers what we may not have been told of, and acts as if we had been: money that is found takes the same way as money that was
 * told, {@link Captures} and then {@link TaskTokens}. Whoever comes second, the notification or the question, changes nothing.
 */
@Singleton
public class Inquiries {

    private static final Logger LOG = Logger.getLogger(Inquiries.class);

    private final PaymentTable table;
    private final Providers providers;
    private final Captures captures;
    private final TaskTokens tokens;

    public Inquiries(PaymentTable table, Providers providers, Captures captures, TaskTokens tokens) {
        this.table = table;
        this.providers = providers;
        this.captures = captures;
        this.tokens = tokens;
    }

    /**
     * How an open payment stands at its providers, the newest attempt first.
     *
     * @return the row afterwards: decided if money was found, or if it was decided already
     * @throws commerce.kernel.Busy if a provider does not answer
     */
    Payment ask(Payment payment) {
        if (payment.status() != Payment.Status.OPEN) {
            return payment;
        }
        for (var attempt : payment.attemptsThatMayStillBePaid().reversed()) {
            var standing = providers.require(attempt.provider()).query(Known.of(payment, attempt));
            if (standing instanceof Standing.Paid paid) {
                switch (found(payment, attempt, paid)) {
                    case Captures.Result.Kept(var captured) -> {
                        tokens.answer(captured);
                        return captured;
                    }
                    case Captures.Result.GoesBack(var decided) -> {
                        return decided;
                    }
                    case Captures.Result.Quarantined misfit -> LOG.debug("the other attempts are asked after all the same");
                }
            }
        }
        return payment;
    }

    /**
     * Closes at their providers the attempts that a decided payment has left open: nobody may pay a second time. Money that has come in all
     * the same is late and goes back by itself.
     *
     * @return whether money may still come that nobody can call back
     * @throws commerce.kernel.Busy if a provider does not answer
     */
    boolean shut(Payment decided) {
        var mayStillCome = false;
        for (var attempt : decided.attemptsThatMayStillBePaid()) {
            switch (providers.require(attempt.provider()).close(Known.of(decided, attempt))) {
                case Standing.Paid paid -> found(decided, attempt, paid);
                case Standing.Processing processing -> mayStillCome = true;
                case Standing.Closed closed -> table.closeAttemptOfDecided(decided.idOf(attempt));
                case Standing.Unknown unknown -> table.closeAttemptOfDecided(decided.idOf(attempt));
                case Standing.Open open -> throw new IllegalStateException("the provider leaves a payment open that we closed: " + decided.idOf(attempt));
            }
        }
        return mayStillCome;
    }

    private Captures.Result found(Payment payment, Attempt attempt, Standing.Paid paid) {
        var id = payment.idOf(attempt);
        var result = captures.found(id, providers.require(attempt.provider()), paid.transaction(), paid.amount());
        switch (result) {
            case Captures.Result.Kept kept -> Outcomes.count("PaymentsFound", "provider", attempt.provider());
            case Captures.Result.GoesBack late -> Outcomes.count("PaymentsFound", "provider", attempt.provider());
            case Captures.Result.Quarantined(var why) -> {
                LOG.warnf("%s is paid at the provider, but not as asked: %s", id, why);
                Outcomes.count(Verdict.QUARANTINED.metric(), "provider", attempt.provider());
            }
        }
        return result;
    }
}
