package commerce.payment;

import commerce.kernel.Busy;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Outcomes;
import commerce.kernel.Problem;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Verdict;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Verification;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Takes a provider's notification in: proves it, stores it, and only then says so.
 *
 * <p>Route: {@code POST /webhooks/{provider}}, without an authorizer: the provider's own signature over the raw bytes is the proof. Answers
 * in the provider's own words: its acknowledgement (2xx) once it is stored, for a duplicate too; its rejection (401) if it proves no
 * sender, with nothing stored; its "send it again" (5xx) if it cannot be stored now. 404 {@code provider-not-found} for a provider that is
 * unknown or switched off. Each delivery gets one {@link Verdict}, in the log and in its metric. What it says has its
 * effect later, see {@link ApplyNotification}.
 *
 * <p>Writes: one put of each event it holds, if absent; before it, whose transaction it is, if the provider's disputes will name nothing else.
 */
@Singleton
@Named("payment-webhook")
public class PaymentWebhook extends HttpOperation {

    private static final Logger LOG = Logger.getLogger(PaymentWebhook.class);
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,32}");

    private final Providers providers;
    private final InboxTable inbox;
    private final ReferencesTable references;
    private final Clock clock;

    public PaymentWebhook(Providers providers, InboxTable inbox, ReferencesTable references, Clock clock) {
        this.providers = providers;
        this.inbox = inbox;
        this.references = references;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var name = request.path("provider", PROVIDER);
        var provider = providers.find(name).orElseThrow(() -> Problem.notFound("provider", "there is no payment provider " + name + " here").asException());
        try {
            return switch (provider.verify(request, clock.instant())) {
                case Verification.Rejected(var why) -> reject(provider, why);
                case Verification.Authentic authentic -> store(provider, authentic, request.rawBody());
            };
        } catch (Busy | SdkException failure) {
            LOG.errorf(failure, "a notification of %s could not be judged or stored: it will be sent again", name);
            Outcomes.count("NotificationsNotStored", "provider", name);
            return provider.notStored();
        }
    }

    private HttpResponse store(PaymentProvider provider, Verification.Authentic authentic, byte[] rawBody) {
        for (var event : authentic.events()) {
            if (provider.namesTransactionsOnly() && event.notification() instanceof Notification.PaymentSucceeded(var paymentId, var transaction, var amount)) {
                references.rememberTransaction(provider.name(), transaction, paymentId);
            }
            var verdict = inbox.storeIfAbsent(provider.name(), event, authentic.evidence(), rawBody) ? verdictOn(event.notification()) : Verdict.DUPLICATE;
            LOG.infof("%s: event %s of %s", verdict, event.eventId(), provider.name());
            // What is quarantined is counted where it is kept from having an effect, with all that only the payment row can contradict.
            if (verdict != Verdict.QUARANTINED) {
                Outcomes.count(verdict.metric(), "provider", provider.name());
            }
        }
        return provider.acknowledgement();
    }

    private static Verdict verdictOn(Notification notification) {
        return switch (notification) {
            case Notification.Ignored ignored -> Verdict.IGNORED;
            case Notification.Unfit unfit -> Verdict.QUARANTINED;
            default -> Verdict.ACCEPTED;
        };
    }

    private static HttpResponse reject(PaymentProvider provider, String why) {
        LOG.warnf("%s: a notification in the name of %s: %s", Verdict.REJECTED, provider.name(), why);
        Outcomes.count(Verdict.REJECTED.metric(), "provider", provider.name());
        return provider.rejection();
    }
}
