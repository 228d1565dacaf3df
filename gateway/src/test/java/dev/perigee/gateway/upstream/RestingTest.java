package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Processes that nobody uses make room, and come back with the next call.
class RestingTest {
    private static final UpstreamClient CLIENT = Host.client("one");

    private final Host host = new Host(3);
    private final MemoryServer server = Host.server();

    @Test
    void whatNobodyUsesForThreeMinutesGoesAndTheNextCallBringsItBack() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        host.time.pass(Duration.ofSeconds(179));
        upstream.look();
        assertThat(server.talks().getLast().isClosed()).isFalse();
        host.time.pass(Duration.ofSeconds(1));
        upstream.look();

        assertThat(server.talks().getLast().isClosed()).isTrue();
        assertThat(upstream.standing())
                .matches(standing ->
                        standing.dormant() && standing.status() == InstanceStatus.ONLINE && standing.sessions() == 0);
        assertThat(host.heard(Event.Dormant.class))
                .singleElement()
                .matches(event -> event.idle().equals(Duration.ofMinutes(3)));

        host.time.pass(Duration.ofMinutes(9));
        Host.call(upstream, CLIENT);
        assertThat(server.talks()).hasSize(2);
        assertThat(upstream.standing().dormant()).isFalse();
        assertThat(host.heard(Event.Respawned.class))
                .singleElement()
                .matches(event -> event.rested().equals(Duration.ofMinutes(9)));
    }

    @Test
    void aCallUnderWayAndASubscriptionAreUse() throws Exception {
        server.on("tools/call", (_, _) -> {}).on("resources/subscribe", "{}").on("resources/unsubscribe", "{}");
        Upstream upstream = host.process("files", server);
        UpstreamSession session = upstream.session(CLIENT);
        Exchange slow = session.begin("tools/call", JsonObject.EMPTY);
        host.time.pass(Duration.ofMinutes(10));
        upstream.look();
        assertThat(server.talks().getLast().isClosed()).isFalse();

        session.cancel(slow, "enough");
        session.begin("resources/subscribe", JsonObject.of("{\"uri\":\"file:///a\"}"));
        host.time.pass(Duration.ofMinutes(10));
        upstream.look();
        assertThat(server.talks().getLast().isClosed()).isFalse();

        session.begin("resources/unsubscribe", JsonObject.of("{\"uri\":\"file:///a\"}"));
        host.time.pass(Duration.ofMinutes(3));
        upstream.look();
        assertThat(server.talks().getLast().isClosed()).isTrue();
    }

    @Test
    void atTheBoundTheLongestIdleOneMakesRoomAndElseTheLimitIsNamed() throws Exception {
        MemoryServer busy = Host.server().on("tools/call", (_, _) -> {});
        for (String name : List.of("a", "b")) {
            Host.call(host.process(name, name.equals("a") ? server : Host.server()), CLIENT);
            host.time.pass(Duration.ofSeconds(10));
        }
        Upstream third = host.process("c", busy);
        Exchange held = third.session(CLIENT).begin("tools/call", JsonObject.EMPTY);

        Host.call(host.process("d", Host.server()), CLIENT);
        assertThat(server.talks().getLast().isClosed()).isTrue();
        assertThat(host.around().places().taken()).isEqualTo(3);

        Host.call(host.process("e", Host.server()), CLIENT);
        assertThatExceptionOfType(ConnectFailed.class)
                .as("what is left is in use, or has only just been")
                .isThrownBy(() -> Host.call(host.process("f", Host.server()), CLIENT))
                .withMessageContaining("3 processes")
                .withMessageContaining("mcp.processes-max");
        assertThat(held.ended()).isFalse();
    }

    @Test
    void aServerWhoseLastClientLeftRests() throws Exception {
        Upstream upstream = host.process("files", server);
        UpstreamClient asked = Host.client("one", "{\"roots\":{}}");
        Host.call(upstream, asked);
        upstream.leave(asked);

        assertThat(server.talks().getLast().isClosed()).isTrue();
        assertThat(upstream.standing()).matches(standing -> standing.dormant() && standing.sessions() == 0);
        assertThat(host.around().places().taken()).isZero();
    }
}
