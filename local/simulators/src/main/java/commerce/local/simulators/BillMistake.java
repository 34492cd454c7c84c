package commerce.local.simulators;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** How a provider's bill can be wrong about a payment, while its books are right: for whoever compares bills. */
public enum BillMistake {

    /** The payment is on no bill. */
    OMITS,
    /** It is on the bill twice. */
    DOUBLES,
    /** It is on the bill with one minor unit more. */
    MISCOUNTS,
    /** It is on the bill of the next day. */
    DELAYS,
    /** It is on the bill of today as paid, although nobody has paid it. */
    INVENTS;

    private static final Duration DAY = Duration.ofDays(1);

    /** What the bills say of that payment's money. */
    Stream<Books.Movement> of(Books.Movement paid) {
        return switch (this) {
            case OMITS -> Stream.of();
            case DOUBLES -> Stream.of(paid, paid);
            case MISCOUNTS -> Stream.of(moved(paid, paid.at(), new Money(paid.amount().amount() + 1, paid.amount().currency())));
            case DELAYS -> Stream.of(moved(paid, paid.at().plus(DAY), paid.amount()));
            case INVENTS -> Stream.of(paid);
        };
    }

    private static Books.Movement moved(Books.Movement paid, Instant at, Money amount) {
        return new Books.Movement(at, paid.kind(), paid.payment().paying(new Payment.Receipt(amount, at)), paid.refund(), amount);
    }
}
