package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.door.TurnListener.End;
import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.gateway.upstream.Transport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private static final String OK = "{\"content\":[]}";

    private final GatewayMetrics metrics = new GatewayMetrics();
    private final List<Standing> online = List.of(new Standing(
            Turned.FILES,
            InstanceStatus.ONLINE,
            "it said hello",
            Instant.EPOCH,
            2,
            Transport.STDIO,
            false,
            List.of(),
            0,
            null,
            null));

    @Test
    void callsAreCountedByServerToolAndOutcome() {
        ended(Turned.call("read", Turned.result(OK)));
        ended(Turned.call("read", Turned.result("{\"content\":[],\"isError\":true}")));
        ended(Turned.call("read", Turned.refused()));
        ended(Turned.call("read", Turned.lost()));
        ended(Turned.call("read", new End.Cancelled()));
        assertThat(metrics.scrape(online))
                .contains("perigee_mcp_calls_total{outcome=\"ok\",server=\"files\",tool=\"read\"} 1.0")
                .contains("perigee_mcp_calls_total{outcome=\"tool_error\",server=\"files\",tool=\"read\"} 1.0")
                .contains("perigee_mcp_calls_total{outcome=\"protocol_error\",server=\"files\",tool=\"read\"} 1.0")
                .contains("perigee_mcp_calls_total{outcome=\"lost\",server=\"files\",tool=\"read\"} 1.0")
                .contains("perigee_mcp_calls_total{outcome=\"cancelled\",server=\"files\",tool=\"read\"} 1.0");
    }

    @Test
    void durationsAndBytesAreMeasured() {
        ended(Turned.call("read", Turned.result(OK)));
        String tags = "server=\"files\",tool=\"read\"";
        assertThat(metrics.scrape(online))
                .contains("# TYPE perigee_mcp_call_duration_seconds histogram")
                .contains("perigee_mcp_call_duration_seconds_bucket{" + tags + ",le=\"0.002\"} 0")
                .contains("perigee_mcp_call_duration_seconds_bucket{" + tags + ",le=\"0.005\"} 1")
                .contains("perigee_mcp_call_duration_seconds_bucket{" + tags + ",le=\"60.0\"} 1")
                .contains("perigee_mcp_call_duration_seconds_count{" + tags + "} 1")
                .containsPattern("perigee_mcp_call_request_bytes_total\\{" + tags + "} [1-9]")
                .contains("perigee_mcp_call_response_bytes_total{" + tags + "} "
                        + Outcome.answerBytes(Turned.result(OK)) + ".0");
    }

    @Test
    void namesThatNoServerHasAreOneLabel() {
        for (int i = 0; i < 1_000; i++) {
            ended(Turned.call("made-up-" + i, Turned.refused()));
            ended(Turned.of("made/up" + i, "{}", Turned.refused()));
        }
        assertThat(metrics.scrape(online))
                .contains(
                        "perigee_mcp_calls_total{outcome=\"protocol_error\",server=\"files\",tool=\"other\"} 1000.0",
                        "perigee_mcp_requests_total{method=\"other\",outcome=\"protocol_error\",server=\"files\"} 1000.0")
                .doesNotContain("made");
    }

    @Test
    void aServerWithManyToolsGetsABoundedNumberOfLabels() {
        String tools = IntStream.range(0, 500)
                .mapToObj(i -> "{\"name\":\"tool-" + i + "\"}")
                .collect(Collectors.joining(",", "{\"tools\":[", "]}"));
        ended(Turned.of("tools/list", "{}", Turned.result(tools)));
        for (int i = 0; i < 500; i++) {
            ended(Turned.call("tool-" + i, Turned.result(OK)));
        }
        assertThat(metrics.scrape(online)
                        .lines()
                        .filter(line -> line.startsWith("perigee_mcp_calls_total{outcome=\"ok\"")))
                .hasSize(ToolNames.PER_SERVER_MAX + 1);
    }

    @Test
    void aNameThatIsTooLongForALabelIsNoLabel() {
        ended(Turned.call("t".repeat(ToolNames.LENGTH_MAX + 1), Turned.result(OK)));
        assertThat(metrics.scrape(online))
                .contains("perigee_mcp_calls_total{outcome=\"ok\",server=\"files\",tool=\"other\"} 1.0")
                .doesNotContain("tttt");
    }

    @Test
    void aListedToolIsNamedEvenWhereItNeverSucceeds() {
        ended(Turned.of("tools/list", "{}", Turned.result("{\"tools\":[{\"name\":\"broken\"}]}")));
        ended(Turned.call("broken", Turned.lost()));
        assertThat(metrics.scrape(online))
                .contains("perigee_mcp_calls_total{outcome=\"lost\",server=\"files\",tool=\"broken\"} 1.0");
    }

    @Test
    void howAServerStandsIsOneOfItsStatuses() {
        metrics.crashed(Turned.FILES);
        metrics.restarted(Turned.FILES);
        metrics.began(Turned.FILES);
        metrics.clients(() -> 7);
        assertThat(metrics.scrape(online))
                .contains("perigee_mcp_server_status{server=\"files\",status=\"online\"} 1.0")
                .contains("perigee_mcp_server_status{server=\"files\",status=\"offline\"} 0.0")
                .contains("perigee_mcp_server_sessions{server=\"files\"} 2.0")
                .contains("perigee_mcp_server_crashes_total{server=\"files\"} 1.0")
                .contains("perigee_mcp_server_restarts_total{server=\"files\"} 1.0")
                .contains("perigee_mcp_server_requests_in_flight{server=\"files\"} 1.0")
                .contains("perigee_mcp_clients 7.0")
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads ")
                .contains("process_uptime_seconds ");
    }

    @Test
    void requestsInFlightAreThoseThatBeganAndDidNotEnd() {
        metrics.began(Turned.FILES);
        ended(Turned.call("read", Turned.result(OK)));
        assertThat(metrics.scrape(online)).contains("perigee_mcp_server_requests_in_flight{server=\"files\"} 1.0");
        metrics.ended(Turned.call("read", Turned.lost()), Outcome.LOST);
        assertThat(metrics.scrape(online)).contains("perigee_mcp_server_requests_in_flight{server=\"files\"} 0.0");
    }

    @Test
    void whatWasAnsweredWithoutTheServerIsCountedApartAndNotMeasured() {
        ended(Turned.call("read", Turned.result(OK)));
        metrics.began(Turned.FILES);
        metrics.ended(Turned.call("read", new End.Kept(JsonObject.of(OK))), Outcome.KEPT);
        metrics.ended(Turned.of("tools/list", "{}", new End.Shared(JsonObject.of("{}"))), Outcome.SHARED);
        assertThat(metrics.scrape(online))
                .contains("perigee_mcp_calls_total{outcome=\"kept\",server=\"files\",tool=\"read\"} 1.0")
                .contains("perigee_mcp_call_duration_seconds_count{server=\"files\",tool=\"read\"} 1")
                .contains("perigee_mcp_requests_total{method=\"tools/call\",outcome=\"kept\",server=\"files\"} 1.0")
                .contains("perigee_mcp_requests_total{method=\"tools/list\",outcome=\"shared\",server=\"files\"} 1.0")
                .contains("perigee_mcp_server_requests_in_flight{server=\"files\"} 1.0");
    }

    @Test
    void aServerThatWasTakenAwayIsLeftOut() {
        ended(Turned.call("read", Turned.result(OK)));
        assertThat(metrics.scrape(online)).contains("server=\"files\"");
        assertThat(metrics.scrape(List.of())).doesNotContain("server=\"files\"");
        ended(Turned.call("read", Turned.refused()));
        assertThat(metrics.scrape(online)).contains("server=\"files\",tool=\"other\"");
    }

    private void ended(Ended turn) {
        metrics.began(turn.server());
        metrics.ended(turn, Outcome.of(turn.end()));
    }
}
