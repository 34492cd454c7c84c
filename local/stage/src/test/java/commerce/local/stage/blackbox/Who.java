package commerce.local.stage.blackbox;

/** Who sends a request. */
enum Who {
    /** No token. */
    NOBODY,
    /** The customer alice of the shop. */
    ALICE,
    /** Another customer of the same shop. */
    BOB,
    /** The merchant, with scope admin only. */
    MERCHANT,
    /** A merchant of another shop. */
    STRANGER,
    /** A good token with both scopes whose time is over. */
    EXPIRED,
    /** A token with both scopes, signed by somebody else under our key's name. */
    FOREIGN,
    /** Not a token at all. */
    GARBAGE,
    /** A good token with both scopes whose tenant is none. */
    NO_TENANT
}
