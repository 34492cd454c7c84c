package commerce.settlement.domain.reconciliation;

import commerce.settlement.domain.reconciliation.BillLine.Status;
import commerce.settlement.domain.reconciliation.Difference.What;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Everything both sides say about one movement within the days looked at, and what of it differs on the day compared. */
final class Group {

    private static final int ID_LENGTH = 20;

    private final BillDay day;
    private final MovementKey key;
    private final List<OurMovement> ours = new ArrayList<>();
    private final List<BillLine> theirs = new ArrayList<>();
    private final List<Difference> found = new ArrayList<>();

    Group(BillDay day, MovementKey key) {
        this.day = day;
        this.key = key;
    }

    void add(OurMovement movement) {
        ours.add(movement);
    }

    void add(BillLine line) {
        theirs.add(line);
    }

    List<Difference> differences() {
        ours.sort(Comparator.comparing(OurMovement::movedAt).thenComparing(OurMovement::entryId));
        theirs.sort(Comparator.comparing(BillLine::settleDate).thenComparing(BillLine::number));
        foldReversals();
        var anyOurs = !ours.isEmpty();
        // What moved stands for a movement before what did not.
        theirs.sort(Comparator.comparing(BillLine::status));
        var anyTheirs = theirs.stream().anyMatch(line -> line.is(Status.DONE));
        pair((movement, line) -> sameDay(movement, line) && movement.amount().equals(line.amount()));
        pair((movement, line) -> movement.amount().equals(line.amount()));
        pair(this::sameDay);
        pair((movement, line) -> true);
        leftOfTheirs(anyOurs);
        leftOfOurs(anyTheirs);
        return found;
    }

    /** A line that takes another back, and that other, say together that nothing is there any more since the later one's day. */
    private void foldReversals() {
        for (var reversal : theirs.stream().filter(BillLine::takesBack).toList()) {
            theirs.stream().filter(line -> line.is(Status.DONE) && line.amount().equals(reversal.amount().negated())).findFirst().ifPresent(line -> {
                theirs.remove(reversal);
                theirs.set(theirs.indexOf(line), line.reversedBy(reversal));
            });
        }
    }

    private LocalDate dayOf(OurMovement movement) {
        return day.of(movement.movedAt());
    }

    private boolean sameDay(OurMovement movement, BillLine line) {
        return dayOf(movement).equals(line.settleDate());
    }

    private void pair(BiPredicate<OurMovement, BillLine> belong) {
        for (Iterator<OurMovement> each = ours.iterator(); each.hasNext();) {
            var movement = each.next();
            var line = theirs.stream().filter(candidate -> belong.test(movement, candidate)).findFirst();
            line.ifPresent(partner -> {
                each.remove();
                theirs.remove(partner);
                compare(movement, partner);
            });
        }
    }

    /** Each is said once: on the bill's day, but for what merely stands on another day, which both days say. */
    private void compare(OurMovement movement, BillLine line) {
        var onThisBill = line.settleDate().equals(day.date());
        if (!line.is(Status.DONE)) {
            if (onThisBill) {
                say(What.STATUS, Optional.of(movement), Optional.of(line), "we have booked it, the provider says " + line.status());
            }
        } else if (!movement.amount().equals(line.amount())) {
            if (onThisBill) {
                say(What.AMOUNT, Optional.of(movement), Optional.of(line), "we have booked " + movement.amount() + ", the provider says " + line.amount());
            }
        } else if (!sameDay(movement, line) && (onThisBill || dayOf(movement).equals(day.date()))) {
            say(What.DAY_BOUNDARY, Optional.of(movement), Optional.of(line), "ours is of " + dayOf(movement) + ", theirs on the bill of " + line.settleDate());
        }
    }

    /** What failed, was taken back or is not done yet, and what we have not booked: both sides agree. */
    private void leftOfTheirs(boolean anyOurs) {
        var seen = new ArrayList<String>();
        for (var line : theirs) {
            if (line.settleDate().equals(day.date()) && line.is(Status.DONE)) {
                if (anyOurs || seen.contains(line.providerId())) {
                    say(What.DUPLICATE, Optional.empty(), Optional.of(line), "the provider has it more often than we have");
                } else {
                    say(What.MISSING_OURS, Optional.empty(), Optional.of(line), "the provider says that it moved, we have booked nothing");
                }
            }
            seen.add(line.providerId());
        }
    }

    private void leftOfOurs(boolean anyTheirs) {
        for (var movement : ours) {
            if (!dayOf(movement).equals(day.date())) {
                continue;
            }
            if (anyTheirs) {
                say(What.DUPLICATE, Optional.of(movement), Optional.empty(), "we have booked it more often than the provider has it");
            } else if (day.mayBeOnUnknownNeighbour(movement.movedAt())) {
                say(What.DAY_BOUNDARY, Optional.of(movement), Optional.empty(), "near midnight, and the neighbouring bill is not there yet: it is compared again when it comes");
            } else {
                say(What.MISSING_THEIRS, Optional.of(movement), Optional.empty(), "we have booked it, the bills of this and the neighbouring days do not have it");
            }
        }
    }

    private void say(What what, Optional<OurMovement> movement, Optional<BillLine> line, String detail) {
        found.add(new Difference(id(found.size()), what, key, movement, line, detail));
    }

    /** Begins with the source, so that an id says where it belongs. */
    private String id(int ordinal) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(String.join("|", day.source(), day.date().toString(), key.kind().name(), key.paymentId(), key.detail(),
                    String.valueOf(ordinal)).getBytes(StandardCharsets.UTF_8));
            return day.source() + "-" + HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
