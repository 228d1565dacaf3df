package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final Upstreams upstreams = new Upstreams();
    private final AtomicBoolean requestLog = new AtomicBoolean(true);
    private final Observation observation = new Observation(upstreams, _ -> requestLog.get(), CLOCK);

    @BeforeEach
    void oneServer() {
        observation.watch(
                new UpstreamConfig.Stdio(Turned.FILES, "files", List.of(), Map.of("API_KEY", "k3y-of-mine"), null),
                new InstanceLog(CLOCK));
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
    void aServerThatFailsMakesItDegradedAndOneThatSleepsDoesNot() {
        became(InstanceStatus.OFFLINE);
        assertThat(observation.readiness().status()).isEqualTo("degraded");
        observation.happened(new Event.Dormant(Turned.FILES, Instant.EPOCH));
        became(InstanceStatus.OFFLINE);
        assertThat(observation.readiness().status()).isEqualTo("ready");
        became(InstanceStatus.CONNECTING);
        became(InstanceStatus.OFFLINE);
        assertThat(observation.readiness().status()).isEqualTo("degraded");
    }

    @Test
    void aServerIsShownWithItsCrashesAndTools() {
        observation.happened(
                new Event.Crashed(Turned.FILES, new Loss(Loss.Cause.GONE, "exit code 1"), 1, Instant.EPOCH));
        observation.ended(
                Turned.of("tools/list", "{}", Turned.result("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}")));
        assertThat(observation.views(Caller.ANYBODY))
                .containsExactly(new ServerView(
                        "files", "offline", "nobody has needed it yet", Instant.EPOCH, "stdio", 0, 1, 2));
        assertThat(observation.views(new Caller("nobody", _ -> false))).isEmpty();
    }

    @Test
    void requestsAreLoggedOnlyWhereThatIsOn() {
        RequestLog log = observation.watched(Turned.FILES).orElseThrow().requests();
        observation.ended(Turned.of("tools/call", "{\"name\":\"read\",\"x\":\"k3y-of-mine\"}", Turned.lost()));
        assertThat(log.read(0, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.params()).isEqualTo("{\"name\":\"read\",\"x\":\"***\"}"));
        requestLog.set(false);
        observation.ended(Turned.call("read", Turned.lost()));
        assertThat(log.read(0, 10)).hasSize(1);
    }

    private void became(InstanceStatus status) {
        observation.happened(new Event.StatusChanged(Turned.FILES, status, "so it is", Instant.EPOCH));
    }
}
