package commerce.promotion.domain.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.Json;
import commerce.kernel.Money;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The score and the table of levels, with every edge of it. */
class LoyaltyProgramTest {

    private static final LoyaltyProgram PROGRAM = LoyaltyProgram.STANDARD;

    @ParameterizedTest(name = "{0} fen, {1} repurchases, {2} days: {3}")
    @CsvSource({
        "0,0,0,0",
        "166,0,0,0", // 0.996
        "167,0,0,1", // 1.002
        "83333,0,0,499", // 499.998: fen are not truncated to yuan first
        "83334,0,0,500",
        "8800,3,30,262",
        "9000000000000000000,1,1,54000000000000025",
    })
    void theScoreIsExactInIntegers(long fen, long repurchases, long activeDays, long score) {
        assertEquals(score, PROGRAM.score(Money.of(fen, "CNY"), repurchases, activeDays));
    }

    @ParameterizedTest(name = "{0} points are level {1}")
    @CsvSource({"0,1,0,120", "499,1,0,120", "500,2,500,60", "1999,2,500,60", "2000,3,1500,30", "7999,3,1500,30", "8000,4,3000,15", "19999,4,3000,15", "20000,5,5000,5"})
    void theTableOfLevels(long score, int number, long coupon, long replyMinutes) {
        var level = PROGRAM.level(score);
        assertEquals(number, level.number());
        assertEquals(Money.of(coupon, "CNY"), PROGRAM.coupon(level));
        assertEquals(replyMinutes * 60, level.serviceReplySeconds());
    }

    @Test
    void aScoreBelowZeroIsNoScore() {
        assertThrows(IllegalArgumentException.class, () -> PROGRAM.level(-1));
    }

    @Test
    void levelsThatDoNotAscendFromZeroAreNoProgram() {
        var second = PROGRAM.levels().get(1);
        assertThrows(IllegalArgumentException.class, () -> with(List.of(second)));
        assertThrows(IllegalArgumentException.class, () -> with(List.of(PROGRAM.levels().get(0), PROGRAM.levels().get(2), second)));
        assertThrows(IllegalArgumentException.class, () -> with(List.of()));
    }

    @Test
    void aProgramIsData() {
        assertEquals(PROGRAM, Json.read(Json.write(PROGRAM), LoyaltyProgram.class));
    }

    private static LoyaltyProgram with(List<LoyaltyProgram.Level> levels) {
        return new LoyaltyProgram(PROGRAM.currency(), PROGRAM.zone(), 6, 20, 5, levels);
    }
}
