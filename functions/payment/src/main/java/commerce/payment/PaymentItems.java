package commerce.payment;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Told;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the payment table as the domain's records, and back. The attributes' names are {@link PaymentTable}'s. */
final class PaymentItems {

    private PaymentItems() {}

    static Payment payment(Map<String, AttributeValue> item) {
        var told = item.containsKey("told") ? item.get("told").ss().stream().map(Told::parse).collect(Collectors.toUnmodifiableSet()) : Set.<Told>of();
        var attempts = new TreeMap<Integer, Attempt>();
        if (item.containsKey("attempts")) {
            item.get("attempts").m().forEach((number, attempt) -> attempts.put(Integer.valueOf(number), attempt(Integer.parseInt(number), attempt.m(), told)));
        }
        return new Payment(
                Items.text(item, "tenant"),
                Items.text(item, "orderId"),
                Payment.Status.valueOf(Items.text(item, "status")),
                Items.findText(item, "customer").map(customer -> new Payment.Terms(customer, money(item),
                        Instant.ofEpochSecond(Items.number(item, "payableUntil")), Items.findText(item, "returnUrl"))),
                Collections.unmodifiableSortedMap(attempts),
                Items.findNumber(item, "captured").map(number -> OptionalInt.of(number.intValue())).orElse(OptionalInt.empty()),
                Items.findText(item, "reason").map(CloseReason::valueOf),
                Items.findText(item, "taskToken"),
                Items.findNumber(item, "refunding").orElse(0L),
                Optional.ofNullable(item.get("offer")).map(offer -> Items.text(offer.m(), "couponCode")),
                Items.number(item, "version"));
    }

    /** The stored status is for the guards of writes; where the attempt stands is folded from what was told. */
    private static Attempt attempt(int number, Map<String, AttributeValue> attempt, Set<Told> told) {
        return new Attempt(number, Items.text(attempt, "provider"), Told.fold(number, told),
                Instant.parse(Items.text(attempt, "claimedAt")),
                Optional.ofNullable(attempt.get("action")).map(any -> Items.json(attempt, "action", PaymentAction.class)),
                Items.findText(attempt, "providerReference"),
                Items.findText(attempt, "transaction"));
    }

    static AttributeValue claimedAttempt(String provider, Instant now) {
        return AttributeValue.fromM(Map.of("provider", Items.s(provider), "status", Items.s(Attempt.Status.OPEN.name()), "claimedAt", Items.instant(now)));
    }

    static Refund refund(Map<String, AttributeValue> item) {
        var amount = money(item);
        return new Refund(
                Items.text(item, "refundId"),
                PaymentId.parse(Items.text(item, "paymentId")).orElseThrow(() -> new IllegalStateException("a refund of no payment of ours: " + item.get(Items.PK))),
                Items.text(item, "provider"),
                amount,
                item.get("restock").bool(),
                item.get("late").bool(),
                Items.findNumber(item, "askedAmount").map(minor -> Money.of(minor, Items.text(item, "askedCurrency"))),
                Refund.Status.valueOf(Items.text(item, "status")),
                Items.findText(item, "providerReference"));
    }

    static RefundsTable.Progress progress(Map<String, AttributeValue> item) {
        return new RefundsTable.Progress(refund(item), Items.instant(item, "requestedAt"), Items.findText(item, "finishedAt").map(Instant::parse),
                Items.findNumber(item, "tries").orElse(0L), Items.findText(item, "askAt").map(Instant::parse), Items.findText(item, "trouble"));
    }

    static Map<String, AttributeValue> item(String pk, String sk, Refund refund, Instant now) {
        var item = new HashMap<>(Items.item(pk, sk, "refund"));
        item.put("tenant", Items.s(refund.paymentId().tenant()));
        item.put("orderId", Items.s(refund.paymentId().orderId()));
        item.put("refundId", Items.s(refund.refundId()));
        item.put("paymentId", Items.s(refund.paymentId().toString()));
        item.put("provider", Items.s(refund.provider()));
        item.put("amount", Items.n(refund.amount().minor()));
        item.put("currency", Items.s(refund.amount().currency().getCurrencyCode()));
        item.put("restock", Items.bool(refund.restock()));
        item.put("late", Items.bool(refund.late()));
        refund.asked().ifPresent(asked -> {
            item.put("askedAmount", Items.n(asked.minor()));
            item.put("askedCurrency", Items.s(asked.currency().getCurrencyCode()));
        });
        item.put("status", Items.s(refund.status().name()));
        item.put("requestedAt", Items.instant(now));
        return item;
    }

    private static Money money(Map<String, AttributeValue> item) {
        return Money.of(Items.number(item, "amount"), Items.text(item, "currency"));
    }
}
