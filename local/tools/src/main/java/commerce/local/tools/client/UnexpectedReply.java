package commerce.local.tools.client;

/** The API answered something the caller cannot go on with. */
public final class UnexpectedReply extends RuntimeException {
    private final int status;

    UnexpectedReply(Reply reply) {
        super(reply.asked() + " answered " + reply.status() + ": " + (reply.text().length() > 500 ? reply.text().substring(0, 500) + "…" : reply.text()));
        this.status = reply.status();
    }

    public int status() {
        return status;
    }
}
