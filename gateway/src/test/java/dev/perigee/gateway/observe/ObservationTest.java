package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.gateway.upstream.stdio.StdioServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final Upstreams upstreams = new Upstreams();
    private final Observation observation = new Observation(upstreams, CLOCK, Audience.NONE);

    @BeforeEach
    void oneServer() {
        observation.watch(files(UpstreamConfig.Options.DEFAULT), new InstanceLog(CLOCK));
        upstreams.put(new Upstream(
                Turned.FILES,
                new MemoryServer("{}"),
                new Upstream.Surroundings(CLOCK, GatewayEvents.NONE, Duration.ofSeconds(5))));
    }

    @Test
    void aGatewayIsReadyOnceEachServerHasBeenTried() {
        assertThat(observation.readiness().status()).isEqualTo("starting");
        assertThat(observation.readiness().httpStatus()).isEqualTo(503);
        became(InstanceStatus.CONNECTING);
        assertThat(observation.readiness().servers())
                .extracting(Readiness.Reason::name)
                .containsExactly("files");
        became(InstanceStatus.PERMANENTLY_FAILED);
        assertThat(observation.readiness().httpStatus()).isEqualTo(200);
    }

    @Test
    void aServerThatCannotWorkMakesItDegradedAndIsNamed() {
        Upstream.Traits blank = new Upstream.Traits(
                new MemoryServer("{}"), Transport.STDIO, Redaction.NONE, "env TOKEN: expected a value", _ -> {}, null);
        upstreams.put(new Upstream(
                Turned.FILES, blank, new Upstream.Surroundings(CLOCK, GatewayEvents.NONE, Duration.ofSeconds(5))));
        assertThat(observation.readiness().status()).isEqualTo("degraded");
        assertThat(observation.readiness().servers())
                .singleElement()
                .satisfies(reason -> assertThat(reason.why()).contains("TOKEN"));
    }

    @Test
    void aServerIsShownAsItStands() {
        assertThat(observation.views(Caller.ANYBODY))
                .containsExactly(new ServerView(
                        "files",
                        "provisioning",
                        "it has not been tried yet",
                        Instant.EPOCH,
                        "http",
                        0,
                        List.of(),
                        false,
                        0,
                        null));
        assertThat(observation.views(new Caller("nobody", _ -> false))).isEmpty();
    }

    @Test
    void requestsAreLoggedOnlyWhereThatIsOn() {
        RequestLog log = observation.watched(Turned.FILES).orElseThrow().requests();
        observation.ended(Turned.of("tools/call", "{\"name\":\"read\",\"x\":\"k3y-of-mine\"}", Turned.lost()));
        assertThat(log.read(0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.params()).isEqualTo("{\"name\":\"read\",\"x\":\"***\"}"));
    }

    @Test
    void requestsAreNotLoggedWhereThatIsOff() {
        observation.watch(files(new UpstreamConfig.Options(false, null, null, null)), new InstanceLog(CLOCK));
        observation.ended(Turned.call("read", Turned.lost()));
        assertThat(observation.watched(Turned.FILES).orElseThrow().requests().read(0, 10))
                .isEmpty();
    }

    private void became(InstanceStatus status) {
        observation.happened(new Event.StatusChanged(Turned.FILES, status, "so it is", Instant.EPOCH));
    }

    private static UpstreamConfig files(UpstreamConfig.Options options) {
        return new UpstreamConfig.Stdio(
                Turned.FILES,
                "files",
                List.of(),
                Map.of("API_KEY", "k3y-of-mine"),
                null,
                StdioServer.RESOURCES,
                options);
    }
}
