package commerce.local.asl.internal.definition;

/** What a workflow variable may be called: a Unicode identifier of at most 80 characters that is not {@code states}. */
final class VariableNames {

    private static final int LONGEST = 80;

    private VariableNames() {}

    static void check(String name, String location, Faults faults) {
        if (name.equals("states")) {
            faults.schema("Variable name 'states' is reserved", location);
        } else if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST || !isIdentifier(name)) {
            faults.schema("Value is not a valid variable name", location);
        }
    }

    private static boolean isIdentifier(String name) {
        return Character.isUnicodeIdentifierStart(name.codePointAt(0))
                && name.codePoints().skip(1).allMatch(c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }
}
