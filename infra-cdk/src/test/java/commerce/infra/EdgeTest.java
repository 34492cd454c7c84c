package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EdgeTest {

    private final Templates templates = Templates.of("local");

    @Test
    void everyRouteIsAnsweredByItsOperationAndOpenToItsCallersOnly() {
        var routes = new TreeMap<String, String>();
        templates.ofType("AWS::ApiGatewayV2::Route").forEach(route -> {
            var integration = templates.target(route.stack(), route.property("Target").path("Fn::Join").path(1).path(1)).orElseThrow();
            var scope = route.property("AuthorizationType").asText().equals("JWT") ? route.property("AuthorizationScopes/0").asText() : "public";
            routes.put(route.property("RouteKey").asText(), templates.functionBehind(integration.stack(), integration.property("IntegrationUri")).id() + " " + scope);
        });

        assertEquals("""
                GET /admin/campaigns = ListCampaigns admin
                GET /admin/campaigns/{id} = GetCampaign admin
                GET /admin/campaigns/{id}/codes = ListCodes admin
                GET /admin/campaigns/{id}/codes.csv = ExportCodes admin
                GET /admin/channels = ListChannels admin
                GET /admin/channels/{id} = GetChannel admin
                GET /admin/clearings/{date} = GetClearing admin
                GET /admin/clearings/{date}/payouts = ListPayouts admin
                GET /admin/clearings/{date}/statements/{merchantId} = GetStatement admin
                GET /admin/commission-rules = ListCommissionRules admin
                GET /admin/commission-rules/{id} = GetCommissionRule admin
                GET /admin/coupons = ListCoupons admin
                GET /admin/coupons/{code} = GetCoupon admin
                GET /admin/ledger/accounts = ListLedgerAccounts admin
                GET /admin/ledger/entries = ListLedgerEntries admin
                GET /admin/ledger/transfers/{transferId} = GetTransfer admin
                GET /admin/ledger/trial-balance = GetTrialBalance admin
                GET /admin/ledger/verification = VerifyLedger admin
                GET /admin/members/{customer} = GetMember admin
                GET /admin/orders = SearchOrders admin
                GET /admin/orders/{orderId} = InspectOrder admin
                GET /admin/pricing-rules = ListPricingRules admin
                GET /admin/pricing-rules/{id} = GetPricingRule admin
                GET /admin/products/{sku}/stock = GetStock admin
                GET /admin/reconciliations/{date} = GetReconciliation admin
                GET /admin/settlements/{orderId} = GetSettlement admin
                GET /admin/split-rules = ListSplitRules admin
                GET /admin/split-rules/{id} = GetSplitRule admin
                GET /members/me = GetMyMembership shop
                GET /orders = ListOrders shop
                GET /orders/{orderId} = GetOrder shop
                GET /products = ListProducts public
                GET /products/{sku} = GetProduct public
                POST /admin/campaigns/{id}/codes = RequestCodes admin
                POST /admin/clearings/{date} = StartClearing admin
                POST /admin/ledger/transfers = CreateTransfer admin
                POST /admin/ledger/transfers/{transferId}/post = PostTransfer admin
                POST /admin/ledger/transfers/{transferId}/reversal = ReverseTransfer admin
                POST /admin/ledger/transfers/{transferId}/void = VoidTransfer admin
                POST /admin/orders/{orderId}/refunds = RefundPayment admin
                POST /admin/products/{sku}/adjustments = AdjustStock admin
                POST /admin/products/{sku}/receipts = ReceiveStock admin
                POST /admin/reconciliations/{date} = RunReconciliation admin
                POST /admin/reconciliations/{date}/differences/{id}/resolution = ResolveDifference admin
                POST /admin/webhooks/{provider}/{eventId}/replay = ReplayWebhook admin
                POST /orders = PlaceOrder shop
                POST /orders/{orderId}/cancellation = RequestCancellation shop
                POST /orders/{orderId}/payments = RetryPayment shop
                POST /quotes = CreateQuote shop
                POST /webhooks/{provider} = PaymentWebhook public
                PUT /admin/campaigns/{id} = PutCampaign admin
                PUT /admin/campaigns/{id}/codes/{code} = PutCode admin
                PUT /admin/channels/{id} = PutChannel admin
                PUT /admin/commission-rules/{id} = PutCommissionRule admin
                PUT /admin/coupons/{code} = PutCoupon admin
                PUT /admin/pricing-rules/{id} = PutPricingRule admin
                PUT /admin/products/{sku} = PutProduct admin
                PUT /admin/split-rules/{id} = PutSplitRule admin
                PUT /members/me = RecordVisit shop
                """, routes.entrySet().stream().map(route -> route.getKey() + " = " + route.getValue() + "\n").reduce("", String::concat));
    }

    @Test
    void integrationsSpeakPayloadVersionTwo() {
        templates.ofType("AWS::ApiGatewayV2::Integration").forEach(integration -> {
            assertEquals("2.0", integration.property("PayloadFormatVersion").asText());
            assertEquals("AWS_PROXY", integration.property("IntegrationType").asText());
        });
    }

    @Test
    void browsersOfTheConfiguredOriginsMayCall() {
        var cors = Templates.of("prod").ofType("AWS::ApiGatewayV2::Api").findFirst().orElseThrow().property("CorsConfiguration");

        assertEquals("[\"https://shop.commerce-functions.example\"]", cors.path("AllowOrigins").toString());
        assertEquals("[\"authorization\",\"content-type\",\"idempotency-key\"]", cors.path("AllowHeaders").toString());
        assertEquals("[\"location\"]", cors.path("ExposeHeaders").toString());
    }
}
