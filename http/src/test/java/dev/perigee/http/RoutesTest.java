package dev.perigee.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final Routes.Route LIST = route(1);
    private static final Routes.Route ONE = route(2);
    private static final Routes.Route CANCEL = route(3);
    private static final Routes.Route DEAD = route(4);

    private final Routes routes = new Routes();

    @BeforeEach
    void fill() {
        routes.add(HttpMethod.GET, "/commands", LIST);
        routes.add(HttpMethod.GET, "/commands/:id", ONE);
        routes.add(HttpMethod.POST, "/commands/:id/cancel", CANCEL);
        routes.add(HttpMethod.GET, "/commands/dead", DEAD);
    }

    @Test
    void aPathLeadsToItsRouteWithWhatStandsForTheNames() {
        assertThat(get("/commands")).isEqualTo(new Routes.Match.Found(LIST, Map.of()));
        assertThat(get("/commands/c1")).isEqualTo(new Routes.Match.Found(ONE, Map.of("id", "c1")));
        assertThat(routes.match(HttpMethod.POST, "/commands/c1/cancel"))
                .isEqualTo(new Routes.Match.Found(CANCEL, Map.of("id", "c1")));
    }

    @Test
    void whatIsWrittenOutGoesBeforeAName() {
        assertThat(get("/commands/dead")).isEqualTo(new Routes.Match.Found(DEAD, Map.of()));
    }

    @Test
    void anotherMethodOfAKnownPathIsToldApart() {
        assertThat(routes.match(HttpMethod.DELETE, "/commands/c1")).isInstanceOf(Routes.Match.WrongMethod.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "/", "/command", "/commands/", "/commands/c1/cancel/now", "/commands/c1/", "//commands"})
    void nothingElseIsThere(@Nullable String path) {
        assertThat(get(path)).isInstanceOf(Routes.Match.Unknown.class);
    }

    @Test
    void aSegmentIsDecodedUnlessItIsEncodedWrongly() {
        assertThat(get("/commands/a%2Fb+c")).isEqualTo(new Routes.Match.Found(ONE, Map.of("id", "a/b+c")));
        assertThat(get("/commands/100%")).isEqualTo(new Routes.Match.Found(ONE, Map.of("id", "100%")));
    }

    @Test
    void aRouteIsAddedOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> routes.add(HttpMethod.GET, "/commands/:id", LIST));
        assertThatIllegalArgumentException().isThrownBy(() -> routes.add(HttpMethod.GET, "/commands/:name/x", LIST));
    }

    private Routes.Match get(@Nullable String path) {
        return routes.match(HttpMethod.GET, path);
    }

    private static Routes.Route route(int bodyMax) {
        return new Routes.Route(bodyMax, HttpEdge.Gate.OPEN, _ -> {}, false);
    }
}
