package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets an order's money, over HTTP: two merchants, rules, a party, two levels of channels; then it all goes back. */
@QuarkusTest
class OrdersMoneyTest {

    @Inject
    TestStage stage;

    private HttpApi api;
    private Controls controls;
    private String merchant;
    private String alice;

    @BeforeEach
    void aShopOfItsOwn() {
        api = new HttpApi(stage.url());
        controls = new Controls(api);
        var tenant = "money-" + UUID.randomUUID().toString().substring(0, 8);
        merchant = controls.token(tenant, "merchant", "admin");
        alice = controls.token(tenant, "alice", "shop");
    }

    private JsonNode send(String method, String path, String token, String body) {
        return api.send(method, path, token, body == null ? null : Json.read(body.replace('\'', '"')), Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(200, 201, 202).json();
    }

    private void put(String path, String body) {
        send("PUT", "/admin/" + path, merchant, body);
    }

    private void product(String sku, String owner, long price) {
        put("products/" + sku, "{'name':'" + sku + "','merchantId':'" + owner + "','price':{'amount':" + price + ",'currency':'CNY'}}");
        send("POST", "/admin/products/" + sku + "/receipts", merchant, "{'receiptId':'opening-" + sku + "','quantity':100}");
    }

    private String paidOrder(String lines, String channel) {
        var orderId = send("POST", "/orders", alice, "{'lines':[" + lines + "],'paymentProvider':'simulator','channelId':'" + channel + "'}").path("orderId").asText();
        controls.advance(0);
        controls.pay(send("GET", "/orders/" + orderId, alice, null).path("payment").path("paymentId").asText(), 2);
        controls.advance(0);
        return orderId;
    }

    private void refund(String orderId, String refundId, long amount) {
        send("POST", "/admin/orders/" + orderId + "/refunds", merchant, "{'refundId':'" + refundId + "','amount':{'amount':" + amount + ",'currency':'CNY'}}");
        controls.advance(10);
    }

    /** The accounts that are not even. */
    private Map<String, Long> balances() {
        var balances = new TreeMap<String, Long>();
        send("GET", "/admin/ledger/accounts?limit=100", merchant, null).path("items").forEach(item -> balances.put(item.path("account").asText(), item.path("balance").asLong()));
        assertEquals(0, balances.values().stream().mapToLong(Long::longValue).sum());
        balances.values().removeIf(balance -> balance == 0);
        return balances;
    }

    /** SET-02's tiers, SET-03's formula, SET-06's split, SET-10's channels with 225.00 and 120.00 of 1500.00, all in one order. */
    @Test
    void everyPartOfAnOrdersMoneyIsExactAndAFullRefundTakesItBackButForTheProvidersFee() {
        product("bulk", "alpha", 10_000);
        product("fine", "beta", 50_000);
        put("commission-rules/tiers", "{'kind':'TIERED','merchantIds':['alpha'],'tiers':[{'from':1,'basisPoints':800},{'from':10,'basisPoints':1200},{'from':50,'basisPoints':1800}]}");
        put("commission-rules/formula", "{'kind':'EXPRESSION','merchantIds':['beta'],'expression':'rate(amount, isVIP ? bp(400) : bp(500))'}");
        put("split-rules/parties", "{'merchantIds':['beta'],'parties':[{'party':'brand','basisPoints':3000}]}");
        put("channels/agency", "{'rates':[]}");
        put("channels/ann", "{'parent':'agency','rates':[1500,800]}");

        var orderId = paidOrder("{'sku':'fine','quantity':1},{'sku':'bulk','quantity':10}", "ann");
        // What commission and fee leave: 87,400 of alpha's, 33,040 of beta's, 14,160 of the brand's. That bears the channels' 34,500.
        assertEquals(Map.of("provider_receivable:simulator", 150_000L, "provider_fees_payable:simulator", -900L, "platform_commission", -14_500L,
                "channel_payable:ann", -22_500L, "channel_payable:agency", -12_000L,
                "merchant_payable:alpha", -64_998L, "merchant_payable:beta", -24_571L, "merchant_payable:brand", -10_531L), balances());
        var division = send("GET", "/admin/settlements/" + orderId, merchant, null).path("division");
        assertEquals(List.of("tiers 1 12000", "formula 1 2500"), division.path("lines").valueStream()
                .map(line -> line.path("rule").asText() + " " + line.path("ruleVersion").asLong() + " " + line.path("commission").path("amount").asLong()).toList());

        refund(orderId, "part", 50_001);
        assertEquals(-15_000L, balances().get("channel_payable:ann"));
        refund(orderId, "rest", 99_999);
        assertEquals(Map.of("provider_fees_payable:simulator", -900L, "merchant_payable:alpha", 600L, "merchant_payable:beta", 210L, "merchant_payable:brand", 90L), balances());
    }

    /** SET-03's sample: 14,000.00 make a customer a member of the fourth level, whose next order's formula says so. */
    @Test
    void theFormulaTakesFivePercentOfAnybodyAndFourOfAVip() {
        product("fine", "beta", 1_400_000);
        put("commission-rules/formula", "{'kind':'EXPRESSION','expression':'rate(amount, isVIP ? bp(400) : bp(500))'}");
        paidOrder("{'sku':'fine','quantity':1}", "none");
        assertEquals(-70_000L, balances().get("platform_commission"));
        paidOrder("{'sku':'fine','quantity':1}", "none");
        assertEquals(-70_000L - 56_000L, balances().get("platform_commission"));
    }

    @Test
    void anOrderWhoseChannelNobodyKnowsIsSettledAllTheSame() {
        product("tea", "alpha", 1_000);
        var orderId = paidOrder("{'sku':'tea','quantity':1}", "stale-link");
        assertEquals("UNKNOWN_CHANNEL", send("GET", "/admin/settlements/" + orderId, merchant, null).path("division").path("channel").path("note").asText());
        assertEquals(-944L, balances().get("merchant_payable:alpha"));
    }
}
