package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.testing.HttpEvents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    private static Page.Ask ask(String name, String value) {
        return Page.ask(new HttpRequest(HttpEvents.request("GET /products").query(name, value).event()));
    }

    @Test
    void theNextCursorOpensTheNextPage() {
        var page = Page.of(List.of("a"), Optional.of("sku-20"));
        assertEquals(Optional.of("sku-20"), ask("cursor", page.nextCursor().orElseThrow()).after());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "1.5", "ten", "99999999999"})
    void aLimitOutsideOneToAHundredIsRefused(String limit) {
        assertEquals("limit", assertThrows(ProblemException.class, () -> ask("limit", limit)).problem().field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!", "c2t1LTIw", "djE6"})
    void aCursorThatIsNotOursIsRefused(String cursor) {
        assertEquals("cursor", assertThrows(ProblemException.class, () -> ask("cursor", cursor)).problem().field());
    }
}
