package commerce.kernel;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Takes card data out of a text for humans: the values of fields named like a card's number or code, and every run of 13 to 19 digits,
 * in groups or not, that is a card number by its check digit. For logs and error answers, never for data: an identifier may look the same.
 */
public final class Redaction {

    private static final String REDACTED = "[redacted]";
    private static final Pattern FIELD = Pattern.compile(
            "(?i)(?<![a-z])(\"?(?:card_?-?number|card_?no|pan|cvv2?|cvc2?|card_?-?code|security_?-?code)\"?\\s*[:=]\\s*)(\"[^\"]*\"|[^\\s,;&}\\])]+)");
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final Pattern DIGITS = Pattern.compile("[0-9](?:[ -]?+[0-9]){12,}+");
    /** How the card schemes begin their numbers and how long these are; the 13 digits of a barcode are nobody's any more. */
    private static final Pattern ISSUED = Pattern.compile("4[0-9]{15}(?:[0-9]{3})?|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
            + "|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|35(?:2[89]|[3-8][0-9])[0-9]{12}|6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12,15}|62[0-9]{14,17}");

    private Redaction() {}

    /** The same text if there is nothing to hide in it. */
    public static String redact(String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        var withoutFields = FIELD.matcher(text).replaceAll("$1" + REDACTED);
        return replaced(withoutFields, Redaction::isCardNumber);
    }

    /** Whether a text for humans holds what can hardly be anything else: a number that some scheme issues, too. */
    static boolean holdsCardNumber(String text) {
        return !replaced(text, digits -> isCardNumber(digits) && ISSUED.matcher(digits.replaceAll("[ -]", "")).matches()).equals(text);
    }

    private static String replaced(String text, Predicate<String> isOne) {
        return DIGITS.matcher(text).replaceAll(run -> replacedIn(run.group(), isOne));
    }

    /** Whole groups of digits of a run: something else may stand before and behind, an expiry date for example. */
    private static String replacedIn(String run, Predicate<String> isOne) {
        var redacted = new StringBuilder();
        var from = 0;
        while (from < run.length()) {
            var end = endOfNumberAt(run, from, isOne);
            redacted.append(end > from ? REDACTED : run.substring(from, from + 1));
            from = Math.max(end, from + 1);
        }
        return redacted.toString();
    }

    /** Where the longest one ends that begins there; 0 if none does. */
    private static int endOfNumberAt(String run, int from, Predicate<String> isOne) {
        for (int to = Math.min(run.length(), from + 2 * LONGEST); isEdge(run, from) && to - from >= SHORTEST; to--) {
            if (isEdge(run, to) && isOne.test(run.substring(from, to))) {
                return to;
            }
        }
        return 0;
    }

    private static boolean isEdge(String run, int at) {
        return at == 0 || at == run.length() || isDigit(run.charAt(at - 1)) != isDigit(run.charAt(at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** 13 to 19 digits, and Luhn's check: every second digit from the right counts double. */
    static boolean isCardNumber(String digits) {
        var sum = 0;
        var count = 0;
        var doubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            if (!isDigit(digits.charAt(i))) {
                continue;
            }
            var digit = digits.charAt(i) - '0';
            count++;
            var counted = doubled ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
            doubled = !doubled;
        }
        return sum % 10 == 0 && count >= SHORTEST && count <= LONGEST;
    }
}
