package commerce.payment;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Outcomes;
import commerce.kernel.Problem;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Verification;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Takes a provider's notification in: proves it, stores it, and only then says so.
 *
 * <p>Route: {@code POST /webhooks/{provider}}, without an authorizer: the provider's own signature over the raw bytes is the proof. Answers
 * the provider's acknowledgement (2xx) once it is stored, for a duplicate too; 401 {@code unauthenticated} if it proves no sender, with
 * nothing stored; 404 {@code provider-not-found} for a provider that is unknown or switched off. What it says has its effect later, see
 * {@link ApplyNotification}.
 *
 * <p>Writes: one put of each event it holds, if absent.
 */
@Singleton
@Named("payment-webhook")
public class PaymentWebhook extends HttpOperation {

    private static final Logger LOG = Logger.getLogger(PaymentWebhook.class);
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,32}");

    private final Providers providers;
    private final InboxTable inbox;
    private final Clock clock;

    public PaymentWebhook(Providers providers, InboxTable inbox, Clock clock) {
        this.providers = providers;
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var name = request.path("provider", PROVIDER);
        var provider = providers.find(name).orElseThrow(() -> Problem.notFound("provider", "there is no payment provider " + name + " here").asException());
        return switch (provider.verify(request, clock.instant())) {
            case Verification.Rejected(var why) -> reject(provider, why);
            case Verification.Authentic(var events) -> {
                for (var event : events) {
                    if (!inbox.storeIfAbsent(name, event, request.rawBody())) {
                        LOG.infof("%s of %s is known already", event.eventId(), name);
                    }
                }
                yield provider.acknowledgement();
            }
        };
    }

    private static HttpResponse reject(PaymentProvider provider, String why) {
        LOG.warnf("rejected a notification in the name of %s: %s", provider.name(), why);
        Outcomes.count("NotificationsRejected", "provider", provider.name());
        throw Problem.unauthenticated("the signature does not prove that this was sent by " + provider.name()).asException();
    }
}
