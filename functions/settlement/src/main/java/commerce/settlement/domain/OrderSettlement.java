package commerce.settlement.domain;

import commerce.kernel.Money;
import commerce.settlement.domain.split.Division;
import commerce.settlement.domain.split.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one order's money, and what each further fact posts. Settling and refunding may come in either order: a refund before
 * the settlement is booked against the customers' payments, and the settlement then divides only what is left.
 *
 * @param division how the order's money is divided, once it is settled; never changes afterwards
 * @param refunded what has been refunded so far (late money not counted: it never was the order's)
 */
public record OrderSettlement(Optional<Division> division, Money refunded) {

    /**
     * @param next the state afterwards
     * @param postings what to post, sums to zero
     * @param changes what it changes for each payee: what the postings say about merchants, with the reasons
     */
    public record Step(OrderSettlement next, List<Posting> postings, List<Share> changes) {}

    public static OrderSettlement nothingYet(Money anyAmount) {
        return new OrderSettlement(Optional.empty(), anyAmount.zero());
    }

    /** The customer's payment becomes the payees', less what the platform, the channels and the provider take. */
    public Step settle(Division how, String provider) {
        var already = refunded.min(how.total());
        var left = how.leftAfter(already);
        var postings = new ArrayList<Posting>();
        postings.add(Posting.debit(Account.CUSTOMER_PAYMENTS, how.total()));
        postings.add(Posting.credit(Account.CUSTOMER_PAYMENTS, already));
        credit(postings, left);
        postings.add(Posting.credit(Account.providerFeesPayable(provider), how.fee()));
        return new Step(new OrderSettlement(Optional.of(how), refunded), postings, said(left.shares()));
    }

    /**
     * The payees give the money back, and get back what was taken of it, but for the provider's fee. Before the order is settled it is
     * nobody's yet but the customer's; what goes back beyond the order's total never was divided either.
     */
    public Step refund(Money amount, String provider) {
        var next = new OrderSettlement(division, refunded.plus(amount));
        var postings = new ArrayList<Posting>();
        var changes = division.map(how -> {
            var before = refunded.min(how.total());
            var now = next.refunded.min(how.total());
            var back = how.givenBack(now).minus(how.givenBack(before));
            debit(postings, back);
            postings.add(Posting.debit(Account.CUSTOMER_PAYMENTS, amount.minus(now.minus(before))));
            return back.shares().stream().map(Share::negated).toList();
        }).orElseGet(() -> {
            postings.add(Posting.debit(Account.CUSTOMER_PAYMENTS, amount));
            return List.of();
        });
        postings.add(Posting.credit(Account.providerReceivable(provider), amount));
        return new Step(next, postings, said(changes));
    }

    private static void credit(List<Posting> postings, Division.Portion money) {
        money.shares().forEach(share -> postings.add(Posting.credit(Account.merchantPayable(share.payee()), share.net())));
        postings.add(Posting.credit(Account.PLATFORM_COMMISSION, money.commission()));
        money.channels().forEach((channel, amount) -> postings.add(Posting.credit(Account.channelPayable(channel), amount)));
    }

    private static void debit(List<Posting> postings, Division.Portion money) {
        money.shares().forEach(share -> postings.add(Posting.debit(Account.merchantPayable(share.payee()), share.net())));
        postings.add(Posting.debit(Account.PLATFORM_COMMISSION, money.commission()));
        money.channels().forEach((channel, amount) -> postings.add(Posting.debit(Account.channelPayable(channel), amount)));
    }

    private static List<Share> said(List<Share> shares) {
        return shares.stream().filter(share -> !share.isNothing()).toList();
    }
}
