package commerce.promotion.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.Money;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The score and the table of levels, with every edge of it. */
class MemberLevelTest {

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
        assertEquals(score, MemberLevel.score(Money.of(fen, "CNY"), repurchases, activeDays));
    }

    @ParameterizedTest(name = "{0} points are {1}")
    @CsvSource({"0,L1,0,120", "499,L1,0,120", "500,L2,500,60", "1999,L2,500,60", "2000,L3,1500,30", "7999,L3,1500,30", "8000,L4,3000,15", "19999,L4,3000,15", "20000,L5,5000,5"})
    void theTableOfLevels(long score, MemberLevel level, long coupon, long replyMinutes) {
        assertEquals(level, MemberLevel.of(score));
        assertEquals(coupon, level.couponMinor());
        assertEquals(Duration.ofMinutes(replyMinutes), level.serviceReply());
        assertEquals(level.name(), "L" + level.number());
    }

    @Test
    void aScoreBelowZeroIsNoScore() {
        assertThrows(IllegalArgumentException.class, () -> MemberLevel.of(-1));
    }
}
