package commerce.local.asl.internal.json;

import java.math.BigDecimal;

/** One representation per number: {@code Integer} if it fits, else {@code Long}, else {@code Double}. */
public final class Numbers {

    private static final double LONG_RANGE = 0x1p63;
    private static final double PLAIN_BELOW = 1e21;

    private Numbers() {}

    /** JSONata mixes doubles and integers; a whole number is always an integer here. Not-a-number and infinities become AWS's texts. */
    public static Object normalise(Number number) {
        return switch (number) {
            case Integer i -> i;
            case Long l -> integer(l);
            case Short s -> s.intValue();
            case Byte b -> b.intValue();
            default -> fromDouble(number.doubleValue());
        };
    }

    static Object integer(long number) {
        int small = (int) number;
        return small == number ? (Object) small : (Object) number;
    }

    private static Object fromDouble(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        if (number == Math.rint(number) && Math.abs(number) < LONG_RANGE) {
            return integer((long) number);
        }
        return number;
    }

    /** JavaScript's notation: plain below 1e21 and from 1e-6 on, {@code 1e+21} and {@code 1e-7} beyond. */
    static String text(double number) {
        double size = Math.abs(number);
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (size == 0 || size >= 1e-6 && size < PLAIN_BELOW) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (number < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
