package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Payment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is replaced here or at the provider, one side before the other, and no payment is lost by it. */
class SecretRotationTest {

    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    /** What we ask with is none the provider knows. */
    private static String strangersCredentials(String provider, String right) {
        var secret = (ObjectNode) Json.read(right);
        switch (provider) {
            case "stripe" -> secret.put("apiKey", "sk_test_other");
            case "wechatpay" -> secret.put("merchantPrivateKey", RealProviders.pem("PRIVATE", RealProviders.STRANGER.getPrivate()));
            case "alipay" -> secret.put("appPrivateKey", RealProviders.pem("PRIVATE", RealProviders.STRANGER.getPrivate()));
            default -> secret.put("apiKey", "AQE_other");
        }
        return secret.toString();
    }

    /** What the provider signs with is none we know. */
    private static String strangersSignature(String provider, String right) {
        var secret = (ObjectNode) Json.read(right);
        var stranger = RealProviders.pem("PUBLIC", RealProviders.STRANGER.getPublic());
        switch (provider) {
            case "stripe" -> secret.putArray("signingSecrets").add("whsec_other");
            case "wechatpay" -> secret.putObject("platformPublicKeys").put(RealProviders.PLATFORM_KEY_ID, stranger);
            case "alipay" -> secret.putArray("alipayPublicKeys").add(stranger);
            default -> secret.putArray("hmacKeys").add("F".repeat(64));
        }
        return secret.toString();
    }

    /** An order that waits for its money at that provider, if it can be asked. */
    private static String ask(Journey journey, String orderId) {
        return journey.request(orderId, Till.PRICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void aCredentialThatWasReplacedSinceItWasReadIsReadAgainWhenTheProviderRefusesTheOldOne(String provider) {
        try (var journey = new Journey(provider)) {
            var arn = "arn:" + provider;
            var right = journey.till.otherSecrets.put(arn, strangersCredentials(provider, journey.till.otherSecrets.get(arn)));
            var orderId = journey.till.newOrder();
            assertThrows(RuntimeException.class, () -> ask(journey, orderId), "it is read now");
            journey.till.otherSecrets.put(arn, right);
            assertThrows(RuntimeException.class, () -> ask(journey, orderId), "it has just been read");

            journey.till.clock.advance(LOOKED_UP_AGAIN_AFTER);

            assertEquals("OPEN", ask(journey, orderId));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void aCredentialThatTheProviderDoesNotTakeYetGivesWayToTheOneBefore(String provider) {
        try (var journey = new Journey(provider)) {
            var arn = "arn:" + provider;
            var right = journey.till.otherSecrets.put(arn, strangersCredentials(provider, journey.till.otherSecrets.get(arn)));
            journey.till.previousSecrets.put(arn, right);

            var orderId = journey.open();
            journey.pay(orderId);

            assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void aSecretThatIsSimplyWrongDoesNotCostALookUpEachTime(String provider) {
        try (var journey = new Journey(provider)) {
            var arn = "arn:" + provider;
            journey.till.otherSecrets.put(arn, strangersCredentials(provider, journey.till.otherSecrets.get(arn)));
            for (int call = 0; call < 12; call++) {
                var orderId = journey.till.newOrder();
                assertThrows(RuntimeException.class, () -> ask(journey, orderId));
                journey.till.clock.advance(Duration.ofSeconds(1));
            }
            var lookUps = journey.till.aws.standIn().calls("secretsmanager.GetSecretValue").stream().filter(call -> call.input().path("SecretId").asText().equals(arn)).count();
            assertEquals(4, lookUps, "the current and the previous one, at the first call and ten seconds later");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void whatTheTemplatePutThereBeforeTheOperatorDidIsNoAccount(String provider) {
        try (var journey = new Journey(provider)) {
            journey.till.previousSecrets.put("arn:" + provider, "a password that nobody chose");

            var orderId = journey.open();
            journey.pay(orderId);

            assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void aKeyOfTheProvidersThatWasAddedSinceTheSecretWasReadProvesANotification(String provider) {
        try (var journey = new Journey(provider)) {
            var till = journey.till;
            var arn = "arn:" + provider;
            var orderId = journey.open();
            var right = till.otherSecrets.put(arn, strangersSignature(provider, till.otherSecrets.get(arn)));
            till.clock.advance(FORGOTTEN_AFTER);
            var told = told(journey, orderId);
            assertEquals(401, till.webhook(provider, told.headers(), told.body()).status(), "it is read now");
            till.otherSecrets.put(arn, right);
            assertEquals(401, till.webhook(provider, told.headers(), told.body()).status(), "it has just been read");

            till.clock.advance(LOOKED_UP_AGAIN_AFTER);

            assertEquals(2, till.webhook(provider, told.headers(), told.body()).status() / 100);
            till.applyInbox();
            assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
        }
    }

    private record Told(Map<String, String> headers, String body) {}

    /** What the provider says of the payment, kept from us. */
    private static Told told(Journey journey, String orderId) {
        var first = new CompletableFuture<Told>();
        journey.till.door.leadsTo((provider, headers, body) -> {
            first.complete(new Told(headers, body));
            return 503;
        });
        journey.settle(orderId, Outcome.SUCCEEDED);
        return first.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wechatpay", "alipay"})
    void anAnswerSignedWithAKeyThatWasAddedSinceIsBelieved(String provider) {
        try (var journey = new Journey(provider)) {
            var till = journey.till;
            var arn = "arn:" + provider;
            var right = till.otherSecrets.put(arn, strangersSignature(provider, till.otherSecrets.get(arn)));
            var orderId = till.newOrder();
            assertThrows(RuntimeException.class, () -> ask(journey, orderId), "no answer is proved");
            till.otherSecrets.put(arn, right);
            till.clock.advance(LOOKED_UP_AGAIN_AFTER);

            assertEquals("OPEN", ask(journey, orderId));
            assertTrue(journey.row(orderId).attempt(1).orElseThrow().action().isPresent());
        }
    }
}
