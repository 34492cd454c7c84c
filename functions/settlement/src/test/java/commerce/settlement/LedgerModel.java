package commerce.settlement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The ledger as anybody would write it who had one thread, endless memory and no crashes. */
final class LedgerModel {

    private static final Set<String> GUARDED = Set.of("merchant_deposit:a", "merchant_deposit:b", "payout_clearing:a");

    /** @param until 0 for never */
    private record Transfer(LedgerCommand.Begin asked, String status, long posted, long until) {}

    final Map<String, Long> balances = new TreeMap<>();
    final Map<String, Long> available = new TreeMap<>();
    private final Map<String, Transfer> transfers = new HashMap<>();
    private final Map<String, LedgerCommand.Fact> facts = new HashMap<>();
    private final Map<String, String> reversals = new HashMap<>();
    private long now;

    LedgerModel copy() {
        var copy = new LedgerModel();
        copy.balances.putAll(balances);
        copy.available.putAll(available);
        copy.transfers.putAll(transfers);
        copy.facts.putAll(facts);
        copy.reversals.putAll(reversals);
        copy.now = now;
        return copy;
    }

    /** Says what becomes of a command, in the words of {@link LedgerRun}. */
    String apply(LedgerCommand command) {
        return switch (command) {
            case LedgerCommand.Fact fact -> fact(fact);
            case LedgerCommand.Begin begin -> begin(begin);
            case LedgerCommand.Post(var id, var part) -> post(id, part);
            case LedgerCommand.GiveUp(var id) -> giveUp(id);
            case LedgerCommand.Reverse(var id, var reason) -> reverse(id, reason);
            case LedgerCommand.Tick(var seconds) -> {
                now += seconds;
                yield "ok";
            }
            case LedgerCommand.Sweep() -> {
                List.copyOf(transfers.keySet()).forEach(this::expire);
                yield "ok";
            }
            case LedgerCommand.Seal any -> "ok";
            case LedgerCommand.Crash(var inner, var call, var after) -> apply(inner);
            case LedgerCommand.Together several -> throw new IllegalArgumentException("one after the other: " + several);
        };
    }

    private String fact(LedgerCommand.Fact fact) {
        var before = facts.putIfAbsent(fact.orderId(), fact);
        if (before == null) {
            move("bank", "merchant_payable:" + fact.merchant(), fact.amount());
        }
        return before == null || before.equals(fact) ? "ok" : "reused";
    }

    private String begin(LedgerCommand.Begin begin) {
        var before = transfers.get(begin.id());
        if (before != null) {
            return same(before.asked(), begin) ? is(before) : "reused";
        }
        for (var account : takenFrom(begin.debit())) {
            if (available.getOrDefault(account, 0L) < begin.amount()) {
                return "insufficient " + account;
            }
        }
        takenFrom(begin.debit()).forEach(account -> available.merge(account, -begin.amount(), Long::sum));
        if (!begin.pending()) {
            moved(begin.debit(), begin.credit(), begin.amount());
        }
        var transfer = new Transfer(begin, begin.pending() ? "PENDING" : "POSTED", begin.pending() ? 0 : begin.amount(), begin.pending() && begin.seconds() > 0 ? now + begin.seconds() : 0);
        transfers.put(begin.id(), transfer);
        return is(transfer);
    }

    private static boolean same(LedgerCommand.Begin a, LedgerCommand.Begin b) {
        return a.equals(b) || !a.pending() && !b.pending() && a.debit().equals(b.debit()) && a.credit().equals(b.credit()) && a.amount() == b.amount();
    }

    private String post(String id, long part) {
        var transfer = transfers.get(id);
        if (transfer == null) {
            return "unknown";
        }
        var amount = part == 0 ? transfer.asked().amount() : part;
        if (amount > transfer.asked().amount()) {
            return "too much";
        }
        expire(id);
        transfer = transfers.get(id);
        if (!transfer.status().equals("PENDING")) {
            return transfer.posted() == amount ? is(transfer) : "otherwise " + transfer.status();
        }
        var rest = transfer.asked().amount() - amount;
        takenFrom(transfer.asked().debit()).forEach(account -> available.merge(account, rest, Long::sum));
        moved(transfer.asked().debit(), transfer.asked().credit(), amount);
        return resolved(id, "POSTED", amount);
    }

    private String giveUp(String id) {
        if (!transfers.containsKey(id)) {
            return "unknown";
        }
        expire(id);
        var transfer = transfers.get(id);
        if (!transfer.status().equals("PENDING")) {
            return transfer.status().equals("VOIDED") ? is(transfer) : "otherwise " + transfer.status();
        }
        giveBack(transfer);
        return resolved(id, "VOIDED", 0);
    }

    private void expire(String id) {
        var transfer = transfers.get(id);
        if (transfer.status().equals("PENDING") && transfer.until() > 0 && now >= transfer.until()) {
            giveBack(transfer);
            resolved(id, "EXPIRED", 0);
        }
    }

    private void giveBack(Transfer transfer) {
        takenFrom(transfer.asked().debit()).forEach(account -> available.merge(account, transfer.asked().amount(), Long::sum));
    }

    private String resolved(String id, String status, long posted) {
        var transfer = transfers.computeIfPresent(id, (any, before) -> new Transfer(before.asked(), status, posted, before.until()));
        return is(Objects.requireNonNull(transfer));
    }

    private String reverse(String id, String reason) {
        var transfer = transfers.get(id);
        if (transfer == null) {
            return "unknown";
        }
        if (!transfer.status().equals("POSTED")) {
            return "otherwise " + transfer.status();
        }
        if (reversals.containsKey(id)) {
            return reversals.get(id).equals(reason) ? is(transfer) : "reversed";
        }
        for (var account : takenFrom(transfer.asked().credit())) {
            if (available.getOrDefault(account, 0L) < transfer.posted()) {
                return "insufficient " + account;
            }
        }
        reversals.put(id, reason);
        move(transfer.asked().credit(), transfer.asked().debit(), transfer.posted());
        return is(transfer);
    }

    /** All guarded kinds are debts: a debit takes from them. */
    private static List<String> takenFrom(String debit) {
        return Stream.of(debit).filter(GUARDED::contains).toList();
    }

    private void move(String debit, String credit, long amount) {
        takenFrom(debit).forEach(account -> available.merge(account, -amount, Long::sum));
        moved(debit, credit, amount);
    }

    private void moved(String debit, String credit, long amount) {
        balances.merge(debit, amount, Long::sum);
        balances.merge(credit, -amount, Long::sum);
        if (GUARDED.contains(credit)) {
            available.merge(credit, amount, Long::sum);
        }
    }

    private static String is(Transfer transfer) {
        return "is " + transfer.status() + " " + transfer.posted();
    }

    static Set<String> guarded() {
        return GUARDED;
    }
}
