package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.Who.ALICE;
import static commerce.local.stage.blackbox.Who.BOB;
import static commerce.local.stage.blackbox.Who.EXPIRED;
import static commerce.local.stage.blackbox.Who.FOREIGN;
import static commerce.local.stage.blackbox.Who.GARBAGE;
import static commerce.local.stage.blackbox.Who.MERCHANT;
import static commerce.local.stage.blackbox.Who.NOBODY;
import static commerce.local.stage.blackbox.Who.NO_TENANT;
import static commerce.local.stage.blackbox.Who.STRANGER;

import java.util.ArrayList;
import java.util.List;

/** Good requests of the wrong people. */
final class WrongTokens {

    private WrongTokens() {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.GUARDED) {
            for (Who unproved : List.of(NOBODY, EXPIRED, FOREIGN, GARBAGE)) {
                cases.add(endpoint.by(unproved, 401, "Unauthorized"));
            }
            cases.add(endpoint.by(endpoint.who() == ALICE ? MERCHANT : ALICE, 403, "Forbidden"));
            cases.add(endpoint.by(NO_TENANT, 403, "forbidden"));
        }
        for (Endpoint ofAlice : List.of(Endpoint.GET_ORDER, Endpoint.CANCEL_ORDER, Endpoint.RETRY_PAYMENT)) {
            cases.add(ofAlice.by(BOB, 404, "order-not-found"));
        }
        for (Endpoint ofTheShop : List.of(Endpoint.INSPECT_ORDER, Endpoint.REFUND)) {
            cases.add(ofTheShop.by(STRANGER, 404, "order-not-found"));
        }
        for (Endpoint ofTheShop : List.of(Endpoint.RECEIVE_STOCK, Endpoint.ADJUST_STOCK, Endpoint.GET_STOCK)) {
            cases.add(ofTheShop.by(STRANGER, 404, "product-not-found"));
        }
        cases.add(Endpoint.GET_COUPON.by(STRANGER, 404, "coupon-not-found"));
        return cases;
    }
}
