package commerce.kernel;

import java.util.regex.Pattern;

/**
 * Takes card data out of a text for humans: the values of fields named like a card's number or code, and every run of 13 to 19 digits,
 * in groups or not, that is a card number by its check digit. For logs and error answers, never for data: an identifier may look the same.
 */
public final class Redaction {

    private static final String REDACTED = "[redacted]";
    private static final Pattern FIELD = Pattern.compile(
            "(?i)(?<![a-z])(\"?(?:card_?-?number|card_?no|pan|cvv2?|cvc2?|card_?-?code|security_?-?code)\"?\\s*[:=]\\s*)(\"[^\"]*\"|[^\\s,;&}\\])]+)");
    private static final Pattern DIGITS = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");

    private Redaction() {}

    /** The same text if there is nothing to hide in it. */
    public static String redact(String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        var withoutFields = FIELD.matcher(text).replaceAll("$1" + REDACTED);
        return DIGITS.matcher(withoutFields).replaceAll(run -> isCardNumber(run.group()) ? REDACTED : run.group());
    }

    /** Luhn's check: every second digit from the right counts double. */
    static boolean isCardNumber(String digits) {
        var sum = 0;
        var doubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            var digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                continue;
            }
            var counted = doubled ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
            doubled = !doubled;
        }
        return sum % 10 == 0;
    }
}
