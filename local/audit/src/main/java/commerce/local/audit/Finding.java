package commerce.local.audit;

/**
 * Something that breaks a promise.
 *
 * @param subject what it is about, the same whenever it is found again: {@code shop-1 SKU tea}
 * @param what what is wrong with it, with the numbers
 */
record Finding(String subject, String what) {

    @Override
    public String toString() {
        return subject + ": " + what;
    }
}
