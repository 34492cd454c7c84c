package commerce.local.stage.controls;

import commerce.kernel.Money;
import commerce.local.simulators.BillMistake;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.Settlement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Several providers as the control that plays the buyer sees them: the one that knows the payment plays.
 *
 * @param servers asked at every call; each serves
 */
record ServedProviders(Supplier<List<ProviderServer>> servers) implements PaymentSimulators {

    @Override
    public Played play(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        return servers.get().stream().filter(server -> server.knows(paymentId)).findFirst()
                .map(server -> played(server, paymentId, outcome, deliveries, amount))
                .orElseGet(Played.Unknown::new);
    }

    @Override
    public Optional<Account> account(String paymentId) {
        return servers.get().stream().flatMap(server -> server.account(paymentId).stream()).findFirst().map(ServedProviders::account);
    }

    private static Account account(ProviderServer.Account account) {
        return new Account(account.provider(), account.status().name(), ours(account.asked()), ours(account.received()), ours(account.givenBack()),
                account.refunds().stream().map(refund -> new Account.Repaid(refund.providerReference(), refund.status().name(), ours(refund.amount()))).toList());
    }

    private static Money ours(commerce.local.simulators.Money amount) {
        return Money.of(amount.amount(), amount.currency());
    }

    private static Played played(ProviderServer server, String paymentId, Outcome outcome, int deliveries, Optional<Money> money) {
        var amount = money.map(given -> new commerce.local.simulators.Money(given.minor(), given.currency().getCurrencyCode()));
        var settlement = switch (outcome) {
            case SUCCEEDED -> server.settle(paymentId, commerce.local.simulators.Outcome.SUCCEEDED, deliveries, amount);
            case FAILED -> server.settle(paymentId, commerce.local.simulators.Outcome.FAILED, deliveries, amount);
            case PROCESSING -> server.settle(paymentId, commerce.local.simulators.Outcome.PROCESSING, deliveries, amount);
            case REFUND_RETURNED -> server.returnRefund(paymentId, deliveries);
            case DISPUTED -> server.dispute(paymentId, deliveries, amount);
            case DISPUTE_WON -> server.endDispute(paymentId, deliveries, true);
            case DISPUTE_LOST -> server.endDispute(paymentId, deliveries, false);
            case REFUNDS_FAIL -> quietly(paymentId, server.failRefundsOf(paymentId), deliveries);
            case BILL_OMITS -> quietly(paymentId, server.misbill(paymentId, BillMistake.OMITS), deliveries);
            case BILL_DOUBLES -> quietly(paymentId, server.misbill(paymentId, BillMistake.DOUBLES), deliveries);
            case BILL_MISCOUNTS -> quietly(paymentId, server.misbill(paymentId, BillMistake.MISCOUNTS), deliveries);
            case BILL_DELAYS -> quietly(paymentId, server.misbill(paymentId, BillMistake.DELAYS), deliveries);
            case BILL_INVENTS -> quietly(paymentId, server.misbill(paymentId, BillMistake.INVENTS), deliveries);
        };
        return switch (settlement) {
            case Settlement.Settled settled -> new Played.Delivering(settled.delivered());
            case Settlement.UnknownPayment unknown -> new Played.Unknown();
            case Settlement.NotPossible never -> new Played.NotPossible(never.why());
        };
    }

    /** Nobody is told of it. */
    private static Settlement quietly(String paymentId, boolean known, int deliveries) {
        return known ? new Settlement.Settled("", CompletableFuture.completedFuture(deliveries)) : new Settlement.UnknownPayment(paymentId);
    }
}
