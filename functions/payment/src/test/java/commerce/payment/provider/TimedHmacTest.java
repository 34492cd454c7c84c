package commerce.payment.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.simulators.Signature;
import commerce.payment.provider.TimedHmac.Judgement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedHmacTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_226_400);
    private static final String SECRET = "simulator-sample-secret";
    private static final byte[] BODY = "{\"id\":\"evt_1\",\"name\":\"龙井茶\"}".getBytes(StandardCharsets.UTF_8);
    /** Computed with another program: {@code printf '%s' '1795226400.{"id":"evt_1","name":"龙井茶"}' | openssl dgst -sha256 -hmac simulator-sample-secret}. */
    private static final String HMAC = "019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e";

    private static Judgement judge(String header) {
        return TimedHmac.judge(header, BODY, NOW, List.of(SECRET));
    }

    @Test
    void whatAnotherProgramSignedIsGenuine() {
        assertEquals(Judgement.GENUINE, judge("t=1795226400,v1=" + HMAC));
        assertEquals("t=1795226400,v1=" + HMAC, TimedHmac.sign(SECRET, NOW, BODY));
    }

    @Test
    void bothSidesSignAlike() {
        assertEquals(Signature.of(SECRET, NOW, BODY), TimedHmac.sign(SECRET, NOW, BODY));
    }

    @Test
    void theToleranceIsTheSameInBothDirections() {
        for (var seconds : new long[] {-300, -1, 0, 1, 300}) {
            assertEquals(Judgement.GENUINE, judge(TimedHmac.sign(SECRET, NOW.plusSeconds(seconds), BODY)), seconds + " s off");
        }
        for (var seconds : new long[] {-301, 301, -100_000, 100_000}) {
            assertEquals(Judgement.STALE, judge(TimedHmac.sign(SECRET, NOW.plusSeconds(seconds), BODY)), seconds + " s off");
        }
    }

    @Test
    void duringARotationEitherSecretAndEitherSignatureWillDo() {
        var old = TimedHmac.sign("old", NOW, BODY);
        assertEquals(Judgement.GENUINE, TimedHmac.judge(old, BODY, NOW, List.of(SECRET, "old")));
        assertEquals(Judgement.UNPROVED, judge(old));
        assertEquals(Judgement.GENUINE, judge(old + ",v1=" + HMAC));
    }

    @Test
    void oneAlteredByteProvesNothing() {
        for (int i = 0; i < BODY.length; i++) {
            var altered = BODY.clone();
            altered[i] ^= 1;
            assertEquals(Judgement.UNPROVED, TimedHmac.judge("t=1795226400,v1=" + HMAC, altered, NOW, List.of(SECRET)));
        }
        assertEquals(Judgement.UNPROVED, judge("t=1795226401,v1=" + HMAC), "the time is signed too");
        assertEquals(Judgement.UNPROVED, TimedHmac.judge("t=1795226400,v1=" + HMAC, BODY, NOW, List.of("other")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "t=", "v1=", "t=1795226400", "v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=abc,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=-1795226400,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=99999999999999999999,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e",
        "t=1795226400,v1=", "t=1795226400,v1=zz", "t=1795226400,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e0", "t=1795226400;v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=1795226400,v0=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=1795226400, v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e",
        "t=1795226400,t=1795226400,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "t=1795226400,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e,", "t =1795226400,v1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e", "T=1795226400,V1=019544f47e1a8c83d53d3d5bca4cebcb6f1effb1dd946ec952099960981f333e"})
    void aMalformedHeaderIsRejectedAndNeverAnError(String header) {
        assertEquals(Judgement.MALFORMED, judge(header));
    }

    @Test
    void aSignatureInCapitalsIsMalformedRatherThanGuessedAt() {
        assertEquals(Judgement.MALFORMED, judge("t=1795226400,v1=" + HMAC.toUpperCase(java.util.Locale.ROOT)));
        assertTrue(HMAC.matches(".*[a-f].*"), "the vector must have letters for this to test anything");
    }
}
