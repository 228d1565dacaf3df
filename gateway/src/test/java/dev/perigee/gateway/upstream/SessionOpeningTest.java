package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SessionOpeningTest {
    private static final ClientProfile CLIENT =
            new ClientProfile(JsonObject.of("{\"roots\":{}}"), JsonObject.of("{\"name\":\"c\",\"version\":\"1\"}"));

    private final HeardByListener listener = new HeardByListener();

    @Test
    void aServerThatKnowsNoDiscoveryIsGreetedInTheSameConversation() throws Exception {
        MemoryServer server = new MemoryServer("{\"tools\":{}}");
        SessionOpening opening = new SessionOpening(Transport.STDIO);

        UpstreamSession session = open(opening, server);

        assertThat(session.greeting().version().era()).isEqualTo(Era.LEGACY);
        assertThat(server.talks()).hasSize(1);
        assertThat(methods(server, 0)).containsExactly("server/discover", "initialize", "notifications/initialized");
        assertThat(opening.era()).contains(Era.LEGACY);
    }

    @Test
    void theEraIsRememberedAndNotAskedAgain() throws Exception {
        MemoryServer server = new MemoryServer("{}");
        SessionOpening opening = new SessionOpening(Transport.STDIO);
        open(opening, server);

        open(opening, server);

        assertThat(methods(server, 1)).containsExactly("initialize", "notifications/initialized");
    }

    @Test
    void aModernServerIsNeverSentInitializeAndHearsOfTheClientInEachRequest() throws Exception {
        MemoryServer server = MemoryServer.modern("{\"tools\":{}}");

        UpstreamSession session = open(new SessionOpening(Transport.STDIO), server);

        assertThat(session.greeting().version().era()).isEqualTo(Era.MODERN);
        assertThat(session.greeting()
                        .result()
                        .object("serverInfo")
                        .orElseThrow()
                        .string("name"))
                .contains("memory");
        assertThat(methods(server, 0)).containsExactly("server/discover");
        JsonObject meta = server.talks()
                .getFirst()
                .requests("server/discover")
                .getFirst()
                .params()
                .object("_meta")
                .orElseThrow();
        assertThat(meta.string("io.modelcontextprotocol/protocolVersion")).contains("2026-07-28");
        assertThat(meta.object("io.modelcontextprotocol/clientCapabilities").orElseThrow())
                .hasToString("{\"roots\":{}}");
    }

    @Test
    void aServerThatDiesOfTheQuestionIsStartedAnewAndGreeted() throws Exception {
        MemoryServer server = new MemoryServer("{}").on("server/discover", (talk, _) -> talk.die());

        UpstreamSession session = open(new SessionOpening(Transport.STDIO), server);

        assertThat(session.greeting().version().era()).isEqualTo(Era.LEGACY);
        assertThat(server.talks()).extracting(MemoryServer.Talk::isClosed).containsExactly(true, false);
        assertThat(methods(server, 1)).startsWith("initialize");
        assertThat(listener.isEmpty()).as("the first death is nobody's loss").isTrue();
    }

    @Test
    void whatDiesOfWhateverItIsToldIsStartedOncePerTryFromThenOn() {
        MemoryServer server = dying();
        SessionOpening opening = new SessionOpening(Transport.STDIO);
        for (int starts = 2; starts <= 4; starts++) {
            assertThatThrownBy(() -> open(opening, server)).isInstanceOf(ConnectFailed.class);
            assertThat(server.talks()).hasSize(starts);
        }
        assertThat(opening.era()).isEmpty();
    }

    @Test
    void whatDiedAtItsStartIsKnownForALegacyServerOnceItComesUp() throws Exception {
        MemoryServer server = dying();
        SessionOpening opening = new SessionOpening(Transport.STDIO);
        assertThatThrownBy(() -> open(opening, server)).isInstanceOf(ConnectFailed.class);
        server.on("initialize", MemoryServer.greeting("{}"));

        assertThat(open(opening, server).greeting().version().era()).isEqualTo(Era.LEGACY);
        assertThat(server.talks()).hasSize(3);
        assertThat(opening.era()).contains(Era.LEGACY);
    }

    @Test
    void whatDiedAtItsStartIsKnownForAModernServerOnceItComesUp() throws Exception {
        MemoryServer server = MemoryServer.modern("{}");
        MemoryServer broken = dying();
        SessionOpening opening = new SessionOpening(Transport.STDIO);
        assertThatThrownBy(() -> open(opening, broken)).isInstanceOf(ConnectFailed.class);

        assertThat(open(opening, server).greeting().version().era()).isEqualTo(Era.MODERN);
        assertThat(server.talks()).hasSize(1);
        assertThat(methods(server, 0)).startsWith("initialize", "server/discover");
    }

    @Test
    void whatIsElsewhereIsAskedForItsEraEachTime() {
        MemoryServer server = dying();
        SessionOpening opening = new SessionOpening(Transport.HTTP);
        for (int talk = 0; talk < 4; talk += 2) {
            assertThatThrownBy(() -> open(opening, server)).isInstanceOf(ConnectFailed.class);
            assertThat(methods(server, talk)).containsExactly("server/discover");
        }
    }

    private static MemoryServer dying() {
        return new MemoryServer("{}")
                .on("server/discover", (talk, _) -> talk.die())
                .on("initialize", (talk, _) -> talk.die());
    }

    @Test
    void aServerThatIsSilentToTheQuestionIsGreetedAllTheSame() throws Exception {
        MemoryServer server = new MemoryServer("{}").on("server/discover", (_, _) -> {});

        UpstreamSession session =
                new SessionOpening(Transport.STDIO).open(server, CLIENT, listener, Duration.ofMillis(50));

        assertThat(session.greeting().version().era()).isEqualTo(Era.LEGACY);
        assertThat(server.talks()).hasSize(1);
    }

    @Test
    void aServerThatTalksWithoutSayingHelloIsNotWaitedForAnyLonger() {
        AtomicBoolean over = new AtomicBoolean();
        MemoryServer server = new MemoryServer("{}")
                .on(
                        "initialize",
                        (talk, request) -> Thread.ofVirtual().start(() -> {
                            while (!over.get()) {
                                talk.tell(request, "notifications/message", JsonObject.EMPTY);
                                Thread.onSpinWait();
                                LockSupport.parkNanos(1_000_000);
                            }
                        }));
        SessionOpening opening = new SessionOpening(Transport.HTTP);

        assertThatThrownBy(() -> opening.open(server, CLIENT, listener, Duration.ofMillis(100)))
                .isInstanceOf(ConnectFailed.class)
                .hasMessageContaining("no answer to its greeting");
        over.set(true);
    }

    @Test
    void aModernServerThatIsSlowIsKnownByItsLateAnswer() throws Exception {
        MemoryServer server = MemoryServer.modern("{}").on("server/discover", (_, _) -> {});
        server.on("initialize", (talk, request) -> {
            Message.Request discovery = talk.requests("server/discover").getFirst();
            talk.answer(discovery, JsonObject.of("{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}"));
            talk.end(request, Message.Response.of(request.id(), METHOD_NOT_FOUND));
        });

        UpstreamSession session =
                new SessionOpening(Transport.STDIO).open(server, CLIENT, listener, Duration.ofMillis(50));

        assertThat(session.greeting().version().era()).isEqualTo(Era.MODERN);
    }

    @Test
    void whoWantsCredentialsIsNotGreetedInAnotherWay() {
        MemoryServer server = new MemoryServer("{}")
                .on(
                        "server/discover",
                        (talk, request) -> talk.exchange(request)
                                .offer(new Exchange.Event.Lost(new Loss(Loss.Cause.UNAUTHORIZED, "HTTP 401"), false)));

        assertThatThrownBy(() -> open(new SessionOpening(Transport.STDIO), server))
                .isInstanceOf(ConnectFailed.class)
                .hasMessage("HTTP 401");
        assertThat(server.talks()).hasSize(1);
        assertThat(server.talks().getFirst().isClosed()).isTrue();
    }

    private static final RpcError METHOD_NOT_FOUND = new RpcError(RpcError.METHOD_NOT_FOUND, "initialize");

    private UpstreamSession open(SessionOpening opening, Connector server) throws Exception {
        return opening.open(server, CLIENT, listener, Duration.ofSeconds(5));
    }

    private static List<String> methods(MemoryServer server, int talk) {
        return server.talks().get(talk).received().stream()
                .map(message -> message.json().string("method").orElse("?"))
                .toList();
    }
}
