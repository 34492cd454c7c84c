package commerce.local.stage.aws;

/**
 * The function that made a call is to die of it, there and then: whatever it would have done next does not happen. No exception that
 * anybody catches by habit: a process that is killed handles nothing.
 */
public final class Killed extends Error {

    private static final long serialVersionUID = 1L;

    /** @param where the function and its call */
    public Killed(String where) {
        super(where, null, false, false);
    }
}
