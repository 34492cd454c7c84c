package commerce.payment.provider;

/** Hears a provider's bill while it is read. */
@FunctionalInterface
public interface BillReader {

    /** A line of it, in our words. */
    void line(BillLine line);

    /** A line of it, and the text it was read from: a row of a file, an object of a page. */
    default void line(BillLine line, String raw) {
        line(line);
    }

    /**
     * A file of the bill, byte for byte as the provider gave it, before its lines.
     *
     * @param name with an ending that says what it is
     */
    default void file(String name, byte[] content) {}
}
