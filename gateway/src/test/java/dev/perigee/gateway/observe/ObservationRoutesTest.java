package dev.perigee.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.ApiKeyDoorkeeper;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.Doorkeeper;
import dev.perigee.gateway.door.RebindingGate;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import dev.perigee.protocol.registration.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ObservationRoutesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final String KEY = "the-key-of-the-door";

    private final Upstreams upstreams = new Upstreams();
    private final Observation observation = new Observation(upstreams, CLOCK, Audience.NONE, () -> true);
    private final InstanceLog stderr = new InstanceLog(CLOCK);
    private final ExecutorService logic = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpEdge edge = new HttpEdge(logic, 200, Problems.COMMON);
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @AfterEach
    void close() {
        http.shutdownNow();
        edge.stopListening();
        edge.close();
        logic.shutdownNow();
    }

    @Test
    void anOpenDoorShowsMetricsHealthAndServersToEverybodyHere() throws Exception {
        open(_ -> Caller.ANYBODY);
        assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"name\":\"files\"", "\"why\":\"it has not been tried yet\"");
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body()).contains("perigee_mcp_server_status{server=\"files\",status=\"provisioning\"} 1.0");
        assertThat(get("/api/v1/mcp/servers").body())
                .startsWith("{\"servers\":[{\"name\":\"far\",")
                .contains("\"transport\":\"http\"");
    }

    @Test
    void aDoorWithAKeyShowsWithoutItOnlyWhetherItLivesAndIsReady() throws Exception {
        open(new ApiKeyDoorkeeper(Digest.of(KEY)));
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("{\"status\":\"starting\",\"servers\":[]}");
        for (String path : List.of("/metrics", "/api/v1/mcp/servers", "/api/v1/mcp/servers/files/logs")) {
            HttpResponse<String> refused = get(path);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(refused.body()).contains("\"code\":\"unauthorized\"").doesNotContain(KEY);
            assertThat(get(path, "Authorization", "Bearer " + KEY).statusCode()).isEqualTo(200);
        }
        assertThat(get("/health/ready", "Authorization", "Bearer " + KEY).body())
                .contains("files");
    }

    @Test
    void aPageFromElsewhereIsKeptOut() throws Exception {
        open(_ -> Caller.ANYBODY);
        for (String path : List.of("/metrics", "/health/live", "/api/v1/mcp/servers")) {
            assertThat(get(path, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void theLastLinesOfALogAreShownWithoutSecrets() throws Exception {
        open(_ -> Caller.ANYBODY);
        for (int i = 0; i < 5; i++) {
            stderr.add(InstanceLog.Source.STDERR, "line " + i + " k3y-of-mine");
        }
        assertThat(get("/api/v1/mcp/servers/files/logs?tail=2").body())
                .isEqualTo("{\"server\":\"files\",\"kind\":\"stderr\",\"lines\":["
                        + "{\"offset\":3,\"time\":\"1970-01-01T00:00:00Z\",\"source\":\"stderr\",\"text\":\"line 3 ***\"},"
                        + "{\"offset\":4,\"time\":\"1970-01-01T00:00:00Z\",\"source\":\"stderr\",\"text\":\"line 4 ***\"}"
                        + "],\"next\":5}");
        observation.ended(Turned.call("read", Turned.result("{\"content\":[]}")));
        assertThat(get("/api/v1/mcp/servers/files/logs?kind=requests").body())
                .contains("\"method\":\"tools/call\"", "\"subject\":\"read\"", "\"outcome\":\"ok\"");
    }

    @Test
    void whatCannotBeShownIsAProblemThatNamesIt() throws Exception {
        open(_ -> Caller.ANYBODY);
        String logs = "/api/v1/mcp/servers/files/logs";
        assertProblem("/api/v1/mcp/servers/other/logs", 404, "server \\\"other\\\": expected one that is configured");
        assertProblem("/api/v1/mcp/servers/a__b/logs", 400, "server name \\\"a__b\\\"");
        assertProblem(logs + "?kind=stdout", 400, "kind \\\"stdout\\\": expected stderr or requests");
        assertProblem(logs + "?tail=0", 400, "tail \\\"0\\\": expected a whole number from 1 to 1000");
        assertProblem(logs + "?follow=yes", 400, "follow \\\"yes\\\": expected true or false");
        assertProblem("/api/v1/mcp/servers/far/logs", 400, "is reached over HTTP");
        assertProblem("/api/v1/mcp/servers/far/logs?kind=requests", 400, "\\\"requestLog\\\": true");
    }

    @Test
    void aLogCanBeFollowedFromItsTailOnAndFromWhereAReaderWas() throws Exception {
        open(_ -> Caller.ANYBODY);
        stderr.add(InstanceLog.Source.STDERR, "early");
        stderr.add(InstanceLog.Source.STDERR, "last");
        try (Scanner events = follow("?follow=true&tail=1", "none", "")) {
            assertThat(nextData(events)).contains("\"text\":\"last\"");
            stderr.add(InstanceLog.Source.GATEWAY, "new k3y-of-mine");
            assertThat(nextData(events)).contains("\"offset\":2", "\"text\":\"new ***\"", "\"source\":\"gateway\"");
        }
        try (Scanner events = follow("?follow=true", "Last-Event-ID", "1")) {
            assertThat(nextData(events)).contains("\"offset\":2");
        }
        try (Scanner events = follow("?follow=true&tail=1", "Last-Event-ID", "1000")) {
            assertThat(nextData(events)).contains("\"offset\":2");
        }
    }

    @Test
    void onlySoManyFollowAtATime() throws Exception {
        open(_ -> Caller.ANYBODY);
        for (int i = 0; i < ObservationRoutes.FOLLOWERS_MAX; i++) {
            follow("?follow=true", "none", "");
        }
        assertProblem("/api/v1/mcp/servers/files/logs?follow=true", 429, "more than 64");
    }

    private void open(Doorkeeper keeper) throws IOException {
        put(new UpstreamConfig.Stdio(Turned.FILES, "files", List.of(), Map.of("API_KEY", "k3y-of-mine"), null), stderr);
        observation.watch(
                new UpstreamConfig.Http(
                        new ServerName("far"),
                        List.of(URI.create("http://127.0.0.1:9/mcp")),
                        Map.of(),
                        Map.of(),
                        UpstreamConfig.Transport.STREAMABLE,
                        UpstreamConfig.Way.DIRECT,
                        new UpstreamConfig.Options(false, null, null, null)),
                null);
        upstreams.put(upstream(new ServerName("far")));
        observation.addTo(edge, RebindingGate.onLoopback(), keeper, () -> 0);
        port = edge.listen("127.0.0.1", 0);
    }

    private void put(UpstreamConfig config, InstanceLog log) {
        observation.watch(config, log);
        upstreams.put(upstream(config.name()));
    }

    private static Upstream upstream(ServerName name) {
        return new Upstream(
                name,
                new MemoryServer("{}"),
                new Upstream.Surroundings(CLOCK, GatewayEvents.NONE, Duration.ofSeconds(5)));
    }

    private void assertProblem(String path, int status, String detail) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(detail);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, "none", "");
    }

    private HttpResponse<String> get(String path, String header, String value) throws Exception {
        return http.send(request(path, header, value), HttpResponse.BodyHandlers.ofString());
    }

    private Scanner follow(String query, String header, String value) throws Exception {
        HttpResponse<InputStream> answer = http.send(
                request("/api/v1/mcp/servers/files/logs" + query, header, value),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        return new Scanner(answer.body(), StandardCharsets.UTF_8);
    }

    private static String nextData(Scanner events) {
        String line = events.nextLine();
        while (!line.startsWith("data: ")) {
            line = events.nextLine();
        }
        return line;
    }

    private HttpRequest request(String path, String header, String value) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header(header, value)
                .build();
    }
}
