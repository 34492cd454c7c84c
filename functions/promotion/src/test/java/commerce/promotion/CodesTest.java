package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Unique codes: made by a job that may come twice, die anywhere or meet itself; listed, handed out as a file, taken out of use one by one. */
class CodesTest extends PromotionFixture {

    private static final String UNIQUE = "{\"percentOff\":1000,\"codes\":\"UNIQUE\",\"quantity\":%d%s}";
    /** As much as a turn makes. */
    private static final int TURN = CodesTable.MOST_AT_ONCE * CodeMaker.PAGES_OF_A_TURN;

    private Lambda.Answer call(RequestStreamHandler operation, String route, String id, UnaryOperator<HttpEvents> more) {
        return Lambda.request(operation, more.apply(HttpEvents.request(route).path("id", id).by(SHOP, "operator")), environment());
    }

    private Lambda.Answer request(String id) {
        return call(requestCodes, "POST /admin/campaigns/{id}/codes", id, same -> same);
    }

    private Lambda.Answer put(String id, String code, String body) {
        return call(putCode, "PUT /admin/campaigns/{id}/codes/{code}", id, request -> request.path("code", code).body(body));
    }

    private JsonNode list(String id, String cursor) {
        return call(listCodes, "GET /admin/campaigns/{id}/codes", id, request -> cursor.isEmpty() ? request.query("limit", "100") : request.query("limit", "100").query("cursor", cursor)).body();
    }

    private List<JsonNode> all(String id) {
        var all = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = list(id, cursor);
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return all;
    }

    private String someCode(String id) {
        return list(id, "").path("items").get(0).path("code").asText();
    }

    private Lambda.Answer export(String id) {
        return call(exportCodes, "GET /admin/campaigns/{id}/codes.csv", id, same -> same);
    }

    private String csv(String id) {
        return export(id).body().asText();
    }

    private List<Event> toldTurns() {
        return table.outbox().stream().filter(event -> event.type().equals("campaign.codes_requested.v1")).toList();
    }

    /** As the queue delivers it. @return whether it was taken */
    private boolean deliver(Event event) {
        var message = Map.of("messageId", "m", "body", Json.write(Map.of("detail-type", event.type(), "detail", event)));
        return Lambda.invoke(makeCodes, Map.of("Records", List.of(message)), environment()).path("batchItemFailures").isEmpty();
    }

    /** Every turn that was asked for, until none asks for another. */
    private void makeAll() {
        var delivered = new HashSet<String>();
        for (var next = toldTurns(); next.stream().anyMatch(event -> !delivered.contains(event.id())); next = toldTurns()) {
            next.stream().filter(event -> delivered.add(event.id())).forEach(event -> assertTrue(deliver(event)));
        }
    }

    private void given(String id, int quantity) {
        givenCampaign(id, UNIQUE.formatted(quantity, ""));
        assertEquals(202, request(id).status());
    }

    private void assertMade(String id, int quantity) {
        var campaign = campaign(id);
        assertEquals(quantity, campaign.path("issued").asInt(), campaign::toString);
        assertEquals("DONE", campaign.path("issuing").path("status").asText());
        var codes = all(id).stream().map(code -> code.path("code").asText()).toList();
        assertEquals(quantity, codes.size(), "there are exactly as many as are counted");
        assertEquals(codes.stream().sorted().distinct().toList(), codes);
        assertEquals(1, table.outbox().stream().filter(event -> event.type().equals("campaign.codes_issued.v1")).count());
    }

    @Test
    void codesAreAcceptedAndMadeTurnByTurnWithProgressInBetween() {
        givenCampaign("C", UNIQUE.formatted(TURN + 500, ""));
        var accepted = request("C");
        assertEquals(202, accepted.status(), accepted::toString);
        assertEquals("/admin/campaigns/C", accepted.headers().path("location").asText());
        assertEquals("RUNNING", accepted.body().path("issuing").path("status").asText());
        assertEquals(accepted.body(), campaign("C"));

        assertTrue(deliver(toldTurns().getFirst()));
        assertEquals(TURN, campaign("C").path("issued").asInt());
        assertEquals(TURN + 500, campaign("C").path("issuing").path("wanted").asInt());
        assertEquals(2, toldTurns().size(), "the last page of a turn asks for the next");

        makeAll();
        assertMade("C", TURN + 500);
        assertEquals(200, request("C").status(), "nothing is missing");
    }

    @Test
    void tenThousandCodesAreMadeAndNoMoreCanBeAskedFor() {
        given("C", 10_000);
        makeAll();
        assertEquals(10_000, campaign("C").path("issued").asInt());
        assertEquals(10_001, csv("C").lines().count());
        assertProblem(400, "invalid-input", "quantity", putCampaign("C", UNIQUE.formatted(10_001, "")));
    }

    @Test
    void aMessageThatComesTwiceMakesNoCodeMore() {
        given("C", 250);
        var turn = toldTurns().getFirst();
        assertTrue(deliver(turn));
        assertTrue(deliver(turn));
        assertMade("C", 250);
    }

    @Test
    void whereverItDiesItGoesOnAtTheCountAndMakesExactlyAsMany() {
        for (var call : List.of("GetItem", "TransactWriteItems")) {
            for (int page = 1; page <= 3; page++) {
                for (var before : List.of(true, false)) {
                    var id = call + page + before;
                    given(id, 250);
                    var turn = toldTurns().stream().filter(event -> event.subject().equals(id)).findFirst().orElseThrow();
                    dieAt(call, page, before);
                    assertFalse(deliver(turn), id);
                    assertTrue(aws.interleaving().allRan());
                    assertTrue(deliver(turn));
                    assertEquals(250, campaign(id).path("issued").asInt(), id);
                    assertEquals(250, all(id).size(), id);
                }
            }
        }
    }

    /** At the so manieth such call from now on, just before it is made or when it has been answered. */
    private void dieAt(String call, int number, boolean before) {
        Runnable then = number == 1
                ? () -> {
                    throw new IllegalStateException("died");
                }
                : () -> dieAt(call, number - 1, before);
        if (before) {
            aws.interleaving().runBefore(call, then);
        } else {
            aws.interleaving().runAfter(call, then);
        }
    }

    @Test
    void runsThatMeetEachOtherMakeExactlyAsManyTogether() throws InterruptedException {
        given("C", 700);
        var turn = toldTurns().getFirst();
        race(Stream.<Callable<String>>generate(() -> () -> String.valueOf(deliver(turn))).limit(6).toList());
        assertTrue(deliver(turn));
        assertMade("C", 700);
    }

    @Test
    void askingAgainSetsARunGoingThatHasStoppedAndARaisedQuantityMakesTheRest() {
        given("C", 100);
        assertEquals(202, request("C").status(), "its first message may have been lost");
        makeAll();
        assertEquals(100, campaign("C").path("issued").asInt());

        givenCampaign("C", UNIQUE.formatted(150, ""));
        assertEquals("DONE", campaign("C").path("issuing").path("status").asText(), "more were not asked for yet");
        assertEquals(202, request("C").status());
        makeAll();
        assertEquals(150, all("C").size());
    }

    @Test
    void theLastPageThatComesBetweenReadingAndAskingAgainLeavesNothingRunning() {
        given("C", 50);
        var turn = toldTurns().getFirst();
        aws.interleaving().runBefore("TransactWriteItems", () -> deliver(turn));
        assertEquals(200, request("C").status());
        assertTrue(aws.interleaving().allRan());
        assertMade("C", 50);
    }

    @Test
    void aQuantityBelowWhatWasAskedForIsRefusedByItsField() {
        given("C", 200);
        assertProblem(409, "quantity-below-issued", "quantity", putCampaign("C", UNIQUE.formatted(199, "")));

        givenCampaign("D", UNIQUE.formatted(200, ""));
        aws.interleaving().runBefore("TransactWriteItems", () -> request("D"));
        assertProblem(409, "quantity-below-issued", "quantity", putCampaign("D", UNIQUE.formatted(199, "")));
    }

    @Test
    void codesPromiseWhatTheCampaignDidWhenTheyWereMadeAndItsBudgetHoldsForAll() {
        givenCampaign("C", UNIQUE.formatted(2, ",\"budget\":{\"amount\":1000,\"currency\":\"CNY\"},\"active\":false"));
        request("C");
        makeAll();
        givenCampaign("C", UNIQUE.formatted(2, ",\"budget\":{\"amount\":1000,\"currency\":\"CNY\"}").replace("1000,\"codes", "9000,\"codes"));
        var codes = all("C").stream().map(code -> code.path("code").asText()).toList();
        assertEquals(7_920, quoted(codes.getFirst()).body().path("total").path("amount").asLong(), "made while the campaign was off, good once it is on");

        assertEquals("REDEEMED", redeem(codes.getFirst(), 1, "alice", cny(880)));
        assertThrows(CouponExhausted.class, () -> redeem(codes.getLast(), 2, "bob", cny(880)));
        var refused = putCampaign("C", UNIQUE.formatted(2, ",\"budget\":{\"amount\":879,\"currency\":\"CNY\"}"));
        assertEquals("urn:commerce:problem:budget-below-spent", refused.body().path("type").asText());
        assertEquals(880, refused.body().path("spent").path("amount").asLong());
    }

    private Lambda.Answer quoted(String code) {
        return quote("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":\"" + code + "\"}");
    }

    @Test
    void oneCodeIsTakenOutOfUseAndPutBackAndTheOthersStayGood() {
        given("C", 3);
        makeAll();
        var code = someCode("C");
        assertEquals(false, put("C", code.toLowerCase(), "{\"active\":false}").body().path("active").asBoolean());
        assertEquals(2, put("C", code, "{\"active\":false}").body().path("version").asInt(), "repeating changes nothing");
        assertProblem(422, "coupon-deactivated", "couponCode", quoted(code));
        assertEquals(200, quoted(all("C").getLast().path("code").asText()).status());

        assertEquals(200, put("C", code, "{\"active\":true}").status());
        assertEquals(200, quoted(code).status());
        assertEquals("REDEEMED", redeem(code, 1, "alice", cny(880)));
        assertEquals(200, put("C", code, "{\"active\":false}").status());
        assertEquals("RESTORED", restore(code, 1), "its order gives it back all the same");
        assertProblem(422, "coupon-deactivated", "couponCode", quoted(code));
    }

    @Test
    void onlyACampaignsOwnUniqueOrPersonalCodesAreTakenOutOfUse() {
        given("OWN", "{\"percentOff\":1000}");
        given("C", 1);
        makeAll();
        assertProblem(404, "campaign-not-found", null, put("NONE", "X", "{\"active\":false}"));
        assertProblem(404, "coupon-not-found", null, put("C", "OWN", "{\"active\":false}"));
        assertProblem(404, "coupon-not-found", null, put("C", "NONE", "{\"active\":false}"));
        assertProblem(400, "invalid-input", "active", put("C", someCode("C"), "{}"));
        assertProblem(400, "invalid-input", "active", put("C", someCode("C"), "{\"active\":\"no\"}"));
        assertProblem(400, "invalid-input", "percentOff", put("C", someCode("C"), "{\"active\":false,\"percentOff\":1}"));
        givenCampaign("S", "{\"percentOff\":1000,\"codes\":\"SHARED\",\"code\":\"SPRING\"}");
        assertProblem(409, "code-shared", null, put("S", "SPRING", "{\"active\":false}"));
    }

    @Test
    void codesAreOnlyMadeForACampaignThatHasThem() {
        assertProblem(404, "campaign-not-found", null, request("NONE"));
        assertProblem(400, "invalid-input", "quantity", call(requestCodes, "POST /admin/campaigns/{id}/codes", "NONE", request -> request.body("{\"quantity\":5}")));
        givenCampaign("S", "{\"percentOff\":1000,\"codes\":\"SHARED\",\"code\":\"SPRING\"}");
        assertProblem(409, "campaign-not-unique", null, request("S"));
        assertProblem(409, "campaign-not-unique", null, export("S"));
        assertEquals("SPRING", list("S", "").path("items").get(0).path("code").asText());
        assertProblem(400, "invalid-input", "limit", call(listCodes, "GET /admin/campaigns/{id}/codes", "S", request -> request.query("limit", "101")));
        assertProblem(400, "invalid-input", "cursor", call(listCodes, "GET /admin/campaigns/{id}/codes", "S", request -> request.query("cursor", "djE6Iw")));
        assertProblem(404, "campaign-not-found", null, call(listCodes, "GET /admin/campaigns/{id}/codes", "NONE", same -> same));
    }

    @Test
    void theFileHasEveryCodeWithWhatBecameOfItOnceAllAreMade() {
        givenCampaign("C", UNIQUE.formatted(3, ",\"validUntil\":\"2026-12-01T00:00:00Z\""));
        request("C");
        assertProblem(409, "codes-not-finished", null, export("C"));
        makeAll();
        var codes = all("C").stream().map(code -> code.path("code").asText()).toList();
        redeem(codes.get(0), 1, "alice", cny(880));
        put("C", codes.get(1), "{\"active\":false}");

        assertEquals("""
                code,state,active,validUntil,orderId
                %s,LOCKED,true,2026-12-01T00:00:00Z,%s
                %s,ISSUED,false,2026-12-01T00:00:00Z,
                %s,ISSUED,true,2026-12-01T00:00:00Z,
                """.formatted(codes.get(0), orderId(1), codes.get(1), codes.get(2)).replace("\n", "\r\n"), csv("C"));
        clock.advance(Duration.ofDays(30));
        assertEquals(List.of("LOCKED", "EXPIRED", "EXPIRED"), all("C").stream().map(code -> code.path("state").asText()).toList());
        assertProblem(422, "coupon-expired", "couponCode", quoted(codes.get(2)));
    }
}
