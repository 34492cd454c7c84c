package commerce.payment.domain;

/** What came of a notification. The words are those of the log, of the metrics and of the inbox. */
public enum Verdict {
    /** It proves no sender: 401, nothing stored. */
    REJECTED,
    /** Signed, but it contradicts what we know, or is not ours: stored, acknowledged, without effect; an alarm tells somebody. */
    QUARANTINED,
    /** It was stored before: acknowledged. */
    DUPLICATE,
    /** Signed, but of a type we make no use of: stored, acknowledged. */
    IGNORED,
    /** Stored and acknowledged; it has its effect, or will have it. */
    ACCEPTED;

    /** The metric that counts it, by provider. */
    public String metric() {
        return switch (this) {
            case REJECTED -> "NotificationsRejected";
            case QUARANTINED -> "NotificationsQuarantined";
            case DUPLICATE -> "NotificationsDuplicate";
            case IGNORED -> "NotificationsIgnored";
            case ACCEPTED -> "NotificationsAccepted";
        };
    }
}
