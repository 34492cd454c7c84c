package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.kernel.testing.TestAws;
import commerce.settlement.Transfers.Outcome;
import commerce.settlement.Transfers.Request;
import commerce.settlement.domain.Transfer;
import commerce.settlement.domain.Transfer.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transfers on a real DynamoDB: at once, and in two phases. */
class TransfersTest {

    private static final String DEPOSIT = "merchant_deposit:m1";
    private static TestAws aws;
    private Books books;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
        aws.standIn().acceptEvents();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void aDepositOfAThousand() {
        books = new Books(aws);
        is(Status.POSTED, begin(new Request("paid-in", "bank", DEPOSIT, cny(1000), false, Optional.empty(), "the merchant paid in")));
    }

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static Request payout(String id, long amount) {
        return new Request(id, DEPOSIT, "bank", cny(amount), true, Optional.of(Duration.ofDays(1)), "given back");
    }

    private Outcome begin(Request request) {
        return books.table.during(() -> books.transfers.begin("t", request));
    }

    private Outcome post(String id, long part) {
        return books.table.during(() -> books.transfers.post("t", id, Optional.of(cny(part))));
    }

    private Outcome post(String id) {
        return books.table.during(() -> books.transfers.post("t", id, Optional.empty()));
    }

    private Outcome giveUp(String id) {
        return books.table.during(() -> books.transfers.giveUp("t", id));
    }

    private static Transfer is(Status status, Outcome outcome) {
        var transfer = assertInstanceOf(Outcome.Is.class, outcome).transfer();
        assertEquals(status, transfer.status());
        return transfer;
    }

    @Test
    void aTransferAtOnceIsPostedAndTheSameAgainIsTheSame() {
        var again = begin(new Request("paid-in", "bank", DEPOSIT, cny(1000), false, Optional.empty(), "the merchant paid in"));
        is(Status.POSTED, again);
        assertEquals(Map.of("bank", 1000L, DEPOSIT, -1000L), books.balances("t"));
        assertEquals(1000, books.available("t", DEPOSIT));
    }

    @Test
    void theSameIdWithOtherContentIsRefusedAndChangesNothing() {
        var before = books.table.all();
        assertInstanceOf(Outcome.Reused.class, begin(new Request("paid-in", "bank", DEPOSIT, cny(1001), false, Optional.empty(), "the merchant paid in")));
        assertInstanceOf(Outcome.Reused.class, begin(payout("paid-in", 1)));
        assertEquals(before.size(), books.table.all().size());
        assertEquals(1000, books.available("t", DEPOSIT));
    }

    @Test
    void aPendingTransferSetsAsideAndMovesNothingUntilItIsPosted() {
        is(Status.PENDING, begin(payout("p1", 600)));
        assertEquals(400, books.available("t", DEPOSIT));
        assertEquals(Map.of("bank", 1000L, DEPOSIT, -1000L), books.balances("t"));

        is(Status.POSTED, post("p1"));
        is(Status.POSTED, post("p1"));
        assertEquals(Map.of("bank", 400L, DEPOSIT, -400L), books.balances("t"));
        assertEquals(400, books.available("t", DEPOSIT));
    }

    @Test
    void postingAPartGivesBackTheRestAndAnotherPartIsRefused() {
        begin(payout("p1", 600));
        assertEquals(Optional.of(cny(250)), is(Status.POSTED, post("p1", 250)).posted());
        assertInstanceOf(Outcome.ResolvedOtherwise.class, post("p1", 600));
        assertInstanceOf(Outcome.ResolvedOtherwise.class, giveUp("p1"));
        assertEquals(Map.of("bank", 750L, DEPOSIT, -750L), books.balances("t"));
        assertEquals(750, books.available("t", DEPOSIT));
    }

    @Test
    void nobodyTakesMoreThanIsAvailable() {
        begin(payout("p1", 600));
        assertEquals(new Outcome.Insufficient(DEPOSIT, cny(400)), begin(payout("p2", 401)));
        assertEquals(new Outcome.Insufficient(DEPOSIT, cny(400)), begin(new Request("p3", DEPOSIT, "bank", cny(401), false, Optional.empty(), "at once")));
        assertEquals(new Outcome.Insufficient("payout_clearing:m1", cny(0)), begin(new Request("p4", "payout_clearing:m1", "bank", cny(1), true, Optional.empty(), "nothing there")));
        assertInstanceOf(Outcome.TooMuch.class, post("p1", 601));
        assertInstanceOf(Outcome.Unknown.class, post("p2"));
        is(Status.PENDING, begin(payout("p5", 400)));
        assertEquals(0, books.available("t", DEPOSIT));
    }

    @Test
    void aVoidedTransferGivesBackWhatItHadSetAside() {
        begin(payout("p1", 600));
        is(Status.VOIDED, giveUp("p1"));
        is(Status.VOIDED, giveUp("p1"));
        assertInstanceOf(Outcome.ResolvedOtherwise.class, post("p1"));
        assertEquals(1000, books.available("t", DEPOSIT));
    }

    @Test
    void fromTheMomentItExpiresATransferCanNeitherBePostedNorVoided() {
        begin(payout("p1", 600));
        begin(payout("p2", 100));
        books.clock.advance(Duration.ofDays(1).minusMillis(1));
        is(Status.PENDING, begin(payout("p1", 600)));
        books.clock.advance(Duration.ofMillis(1));
        assertEquals(Status.EXPIRED, assertInstanceOf(Outcome.ResolvedOtherwise.class, post("p1")).transfer().status());
        assertEquals(Status.EXPIRED, assertInstanceOf(Outcome.ResolvedOtherwise.class, giveUp("p2")).transfer().status());
        assertEquals(1000, books.available("t", DEPOSIT));
    }

    @Test
    void theSweeperMarksWhatHasExpiredAndNothingElse() {
        begin(payout("p1", 600));
        begin(new Request("for-ever", DEPOSIT, "bank", cny(100), true, Optional.empty(), "waits"));
        assertEquals(0, books.table.during(() -> books.transfers.expireOverdue(10)));
        books.clock.advance(Duration.ofDays(1));
        assertEquals(1, books.table.during(() -> books.transfers.expireOverdue(10)));
        assertEquals(0, books.table.during(() -> books.transfers.expireOverdue(10)));
        assertEquals(900, books.available("t", DEPOSIT));
        assertEquals(Status.EXPIRED, books.table.during(() -> books.transfers.find("t", "p1")).orElseThrow().status());
    }

    @Test
    void ofRivalsWhoResolveOneTransferExactlyOneKindWins() throws Exception {
        begin(payout("p1", 600));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rivals = IntStream.range(0, 12).<Callable<Outcome>>mapToObj(i -> () -> switch (i % 3) {
                case 0 -> post("p1");
                case 1 -> post("p1", 100);
                default -> giveUp("p1");
            }).toList();
            var kinds = threads.invokeAll(rivals).stream().map(rival -> rival.resultNow()).filter(Outcome.Is.class::isInstance)
                    .map(outcome -> ((Outcome.Is) outcome).transfer()).map(transfer -> List.of(transfer.status(), transfer.posted())).distinct().toList();
            assertEquals(1, kinds.size(), kinds::toString);
        }
        assertEquals(books.available("t", DEPOSIT), -books.balances("t").get(DEPOSIT));
    }

    @Test
    void postingThatLosesToTheSweeperPostsNothing() {
        begin(payout("p1", 600));
        aws.interleaving().runBefore("TransactWriteItems", () -> {
            books.clock.advance(Duration.ofDays(2));
            books.table.during(() -> books.transfers.expireOverdue(10));
        });
        assertInstanceOf(Outcome.ResolvedOtherwise.class, post("p1"));
        assertTrue(aws.interleaving().allRan());
        assertEquals(Map.of("bank", 1000L, DEPOSIT, -1000L), books.balances("t"));
    }

    @Test
    void aCrashAfterTheWriteIsMendedByAskingAgain() {
        aws.interleaving().runAfter("TransactWriteItems", () -> {
            throw new IllegalStateException("crash");
        });
        assertThrows(IllegalStateException.class, () -> begin(payout("p1", 600)));
        is(Status.PENDING, begin(payout("p1", 600)));
        aws.interleaving().runAfter("TransactWriteItems", () -> {
            throw new IllegalStateException("crash");
        });
        assertThrows(IllegalStateException.class, () -> post("p1"));
        is(Status.POSTED, post("p1"));
        assertEquals(400, books.available("t", DEPOSIT));
    }

    @Test
    void aPostedTransferIsTakenBackOnceByAnEntryThatNamesIt() {
        begin(payout("p1", 600));
        assertInstanceOf(Outcome.ResolvedOtherwise.class, books.table.during(() -> books.transfers.reverse("t", "p1", "the bank sent it back")), "not posted yet");
        post("p1");
        for (int i = 0; i < 2; i++) {
            assertInstanceOf(Outcome.Is.class, books.table.during(() -> books.transfers.reverse("t", "p1", "the bank sent it back")));
        }
        assertInstanceOf(Outcome.AlreadyReversed.class, books.table.during(() -> books.transfers.reverse("t", "p1", "for another reason")));
        assertEquals(Map.of("bank", 1000L, DEPOSIT, -1000L), books.balances("t"));
        assertEquals("transfer:p1/posted", books.table.during(() -> books.journal.find("t", "transfer:p1/reversal/posted")).orElseThrow().reverses().orElseThrow());
    }

    @Test
    void whatHasBeenSpentCannotBeTakenBack() {
        begin(payout("p1", 600));
        assertEquals(new Outcome.Insufficient(DEPOSIT, cny(400)), books.table.during(() -> books.transfers.reverse("t", "paid-in", "a mistake")));
    }

    @Test
    void aTransferToNoAccountOfTheChartCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new Request("p", "bank", "sweets", cny(1), false, Optional.empty(), "r"));
        assertThrows(IllegalArgumentException.class, () -> new Request("p", "bank", "bank", cny(1), false, Optional.empty(), "r"));
    }
}
