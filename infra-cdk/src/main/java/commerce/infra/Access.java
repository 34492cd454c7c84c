package commerce.infra;

import java.util.List;

/** Who may call a route. */
enum Access {

    /** Anybody; the function decides by itself whom it believes. */
    PUBLIC(List.of()),
    /** A verified token with scope {@code shop}. */
    SHOP(List.of("shop")),
    /** A verified token with scope {@code admin}. */
    ADMIN(List.of("admin"));

    private final List<String> scopes;

    Access(List<String> scopes) {
        this.scopes = scopes;
    }

    List<String> scopes() {
        return scopes;
    }
}
