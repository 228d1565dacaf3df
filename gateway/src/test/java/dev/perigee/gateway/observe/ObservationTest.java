package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.config.Revealed;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final Owner BLUE = new Owner("srv-1", "inst-1", "Files", "blue", "ada");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final Upstreams upstreams = new Upstreams();
    private final List<Traffic> heard = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final Observation observation = new Observation(
            upstreams,
            CLOCK,
            new Audience() {
                @Override
                public void happened(Owner owner, Event event) {
                    owners.add(owner);
                }

                @Override
                public void heard(Traffic what) {
                    heard.add(what);
                }
            },
            () -> true);

    @BeforeEach
    void oneServer() {
        observation.watch(files(options(true)), new InstanceLog(CLOCK));
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

    @Test
    void aCallIsPassedOnWithoutSecretsAndWithItsExchangeOnlyWhereRequestsAreLogged() {
        String params = "{\"name\":\"read\",\"arguments\":{\"x\":\"k3y-of-mine\"}}";
        observation.ended(Turned.of("tools/call", params, Turned.result("{\"echo\":\"k3y-of-mine\"}")));
        assertThat(heard).singleElement().isInstanceOfSatisfying(Traffic.ToolCalled.class, call -> {
            assertThat(call.tool()).isEqualTo("read");
            assertThat(call.owner()).isEqualTo(BLUE);
            assertThat(call.outcome()).isEqualTo("ok");
            assertThat(call.error()).isNull();
            RequestEntry entry = Objects.requireNonNull(call.exchange()).get();
            assertThat(entry.params() + entry.answer()).contains("***").doesNotContain("k3y-of-mine");
        });
        observation.watch(files(options(false)), new InstanceLog(CLOCK));
        observation.ended(Turned.of("tools/call", params, Turned.lost()));
        assertThat(heard.getLast())
                .isInstanceOfSatisfying(
                        Traffic.ToolCalled.class,
                        call -> assertThat(call.exchange()).isNull());
    }

    @Test
    void whyACallFailedIsPassedOnWithoutSecrets() {
        String failed = "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no: k3y-of-mine\"}]}";
        observation.ended(Turned.call("read", Turned.result(failed)));
        observation.ended(Turned.call("read", Turned.refused()));
        observation.ended(Turned.call("read", Turned.lost()));
        assertThat(heard)
                .extracting(call -> ((Traffic.ToolCalled) call).outcome() + ": " + ((Traffic.ToolCalled) call).error())
                .containsExactly("tool_error: no: ***", "protocol_error: no", "lost: the server was lost");
    }

    @Test
    void onlyCallsOfToolsArePassedOn() {
        observation.ended(Turned.of("tools/list", "{}", Turned.result("{\"tools\":[]}")));
        assertThat(heard).isEmpty();
    }

    @Test
    void whatAServerWritesIsPassedOnWithWhoseItIs() {
        InstanceLog log = new InstanceLog(CLOCK, Redaction.of(List.of("k3y-of-mine")));
        observation.watch(files(options(true)), log);
        log.add(InstanceLog.Source.STDERR, "starting with k3y-of-mine");
        assertThat(heard)
                .containsExactly(new Traffic.LineWritten(
                        Turned.FILES, BLUE, "stderr", null, null, "starting with ***", Instant.EPOCH));
    }

    @Test
    void whatAServerSaysAsALogMessageIsPassedOnWithItsLevelAndWithoutSecrets() {
        said("{\"level\":\"warning\",\"logger\":\"disk\",\"data\":\"full of k3y-of-mine\"}");
        said("{\"level\":\"loud\",\"data\":{\"free\":0,\"password\":\"x\"}}");
        observation.said(Turned.FILES, Message.Notification.of("notifications/progress", JsonObject.EMPTY));
        assertThat(heard)
                .containsExactly(
                        new Traffic.LineWritten(
                                Turned.FILES, BLUE, "message", "warning", "disk", "full of ***", Instant.EPOCH),
                        new Traffic.LineWritten(
                                Turned.FILES,
                                BLUE,
                                "message",
                                null,
                                null,
                                "{\"free\":0,\"password\":\"***\"}",
                                Instant.EPOCH));
    }

    private void said(String params) {
        observation.said(Turned.FILES, Message.Notification.of("notifications/message", JsonObject.of(params)));
    }

    @Test
    void whatHappensToAServerIsPassedOnWithWhoseItIs() {
        became(InstanceStatus.CONNECTING);
        assertThat(owners).containsExactly(BLUE);
        observation.forget(Turned.FILES);
        became(InstanceStatus.OFFLINE);
        assertThat(owners).containsExactly(BLUE, Owner.NOBODY);
    }

    private static UpstreamConfig.Options options(boolean requestLog) {
        return new UpstreamConfig.Options(requestLog, null, null, null, Revealed.NOTHING, BLUE);
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
