package commerce.promotion.domain.member;

import commerce.kernel.Money;
import java.util.Optional;

/** Members for tests that only care for their level. */
public final class Members {

    private Members() {}

    public static Member ofLevel(int number) {
        var program = LoyaltyProgram.STANDARD;
        var level = program.levels().get(number - 1);
        var nothing = Money.zero(program.currency());
        return new Member("alice", Optional.empty(), Optional.empty(), nothing, nothing, 0, 0, level.fromScore(), level);
    }
}
