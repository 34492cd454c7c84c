package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Outcomes;
import commerce.kernel.Problem;
import commerce.payment.domain.Verdict;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Processes a stored notification once more: after a secret was mended, a mapping corrected, or simply to be sure.
 *
 * <p>Route: {@code POST /admin/webhooks/{provider}/{eventId}/replay}. The raw bytes are read anew; their signature was proved when they
 * came. Answers 200 {provider, eventId, verdict, why?}; what had its effect has none a second time. 404 {@code provider-not-found},
 * {@code notification-not-found}: nothing stored of that name, or about another tenant's payment.
 *
 * <p>Writes: the inbox item waits again, with what it is now read as (one write); then as {@link ApplyNotification}. A crash in between
 * leaves it waiting, and the sweeper goes on.
 */
@Singleton
@Named("replay-webhook")
public class ReplayWebhook extends HttpOperation {

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private final Providers providers;
    private final InboxTable inbox;
    private final Notifications notifications;

    public ReplayWebhook(Providers providers, InboxTable inbox, Notifications notifications) {
        this.providers = providers;
        this.inbox = inbox;
        this.notifications = notifications;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Answer(String provider, String eventId, Verdict verdict, String why) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var name = request.path("provider", PROVIDER);
        var eventId = request.path("eventId", EVENT_ID);
        var tenant = request.tenant();
        request.noBody();
        var provider = providers.find(name).orElseThrow(() -> Problem.notFound("provider", "there is no payment provider " + name + " here").asException());
        var stored = inbox.find(name, eventId).orElseThrow(() -> unknown(name, eventId));
        var entry = new InboxTable.Entry(name, eventId, readAnew(provider, stored, eventId).notification(), true);
        if (notifications.tenantOf(entry).filter(owner -> !owner.equals(tenant)).isPresent()) {
            throw unknown(name, eventId);
        }
        inbox.reopen(entry);
        var outcome = notifications.apply(entry);
        Outcomes.count("NotificationsReplayed", "provider", name);
        return HttpResponse.ok(new Answer(name, eventId, outcome.verdict(), outcome.why().orElse(null)));
    }

    private static SignedEvent readAnew(PaymentProvider provider, InboxTable.Stored stored, String eventId) {
        return provider.read(stored.rawBody()).stream().filter(event -> event.eventId().equals(eventId)).findFirst()
                .orElseGet(() -> new SignedEvent(eventId, stored.entry().notification()));
    }

    private static RuntimeException unknown(String provider, String eventId) {
        return Problem.notFound("notification", "no notification " + eventId + " of " + provider + " is stored here").asException();
    }
}
