package commerce.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CampaignDefinition;

/**
 * A campaign as the API shows it: its id, the definition's fields, {@code active}, {@code version}, {@code issued}, {@code issuing}
 * (how far the making of its unique codes is, once it was asked for), {@code redeemed} and {@code spent}.
 */
final class CampaignView {

    private CampaignView() {}

    static ObjectNode of(Campaign campaign) {
        var view = definition(campaign.id(), campaign.definition(), campaign.version()).put("issued", campaign.issued());
        campaign.codeRun().ifPresent(run -> {
            var issuing = view.putObject("issuing").put("status", run.finishedAt().isPresent() ? "DONE" : "RUNNING").put("wanted", run.wanted()).put("requestedAt", run.requestedAt().toString());
            run.finishedAt().ifPresent(at -> issuing.put("finishedAt", at.toString()));
        });
        CouponView.used(campaign.purse(), view);
        return view;
    }

    /** What does not change by issuing and redeeming: also the data of {@code campaign.changed.v1}. */
    static ObjectNode definition(String id, CampaignDefinition definition, long version) {
        var fields = (ObjectNode) Json.tree(definition);
        var terms = (ObjectNode) fields.remove("terms");
        var view = Json.object().put("id", id);
        view.setAll(CouponView.terms(terms));
        view.setAll(fields);
        return view.put("version", version);
    }
}
