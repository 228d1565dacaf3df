package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.Era;
import dev.perigee.testkit.mcp.StdioCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What an operator does with the MCP servers of `perigee up --mcp FILE`: sees how they stand, calls their tools, reads
/// their logs, and scrapes what is measured.
@TestMethodOrder(MethodOrderer.MethodName.class)
final class McpIT {
    private static final String SECRET = "a-secret-that-was-configured";
    private static final Duration MAX = Duration.ofSeconds(60);

    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path directory;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningPerigee up;
    private static String door = "";

    @BeforeAll
    static void startWithAServer() throws Exception {
        List<String> command = StdioCommand.of(Era.LEGACY);
        Path servers = directory.resolve("servers.json");
        Map<String, Object> server = Map.of(
                "command", command.getFirst(),
                "args", command.subList(1, command.size()),
                "env", Map.of("API_TOKEN", SECRET),
                "requestLog", true,
                "resources", Map.of("cpus", 2, "memory", "512MB"));
        Files.write(servers, JsonMapper.shared().writeValueAsBytes(Map.of("mcpServers", Map.of("test", server))));
        up = PROCESSES.start(
                Map.of("PERIGEE_LOG", "debug"),
                "up",
                "--port",
                "0",
                "--data",
                directory.resolve("data").toString(),
                "--mcp",
                servers.toString());
        door = up.awaitReady().replaceFirst(".* mcp=", "");
        Await.until(
                "its server is online",
                MAX,
                () -> metrics().contains("perigee_mcp_server_status{server=\"test\",status=\"online\"} 1.0"));
    }

    @AfterAll
    static void close() {
        HTTP.shutdownNow();
    }

    @Test
    void toolsAreListedAndCalled() throws Exception {
        assertThat(mcp("tools", "--server", "test").out())
                .contains("TOOL", "test__test_simple_text", "test__slow_compute");
        Ran done = mcp("call", "test__test_simple_text");
        assertThat(done.exitCode()).as(done.toString()).isZero();
        assertThat(done.out()).isEqualTo("This is a simple text response for testing.\n");
        assertThat(mcp("call", "test__greet", "--arg", "name=Ada").out()).isEqualTo("Hello, Ada!\n");
        assertThat(mcp("call", "test__test_tool_with_progress").err()).contains("progress 50 of 100");
        assertThat(mcp("servers").out()).contains("test", "online", "stdio");
        assertThat(mcp("servers", "-o", "json")
                        .json()
                        .path("servers")
                        .path(0)
                        .path("name")
                        .asString())
                .isEqualTo("test");
    }

    @Test
    void whatGoesWrongHasItsExitCodeAndOneLine() throws Exception {
        Ran failed = mcp("call", "test__test_error_handling");
        assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(1);
        assertThat(failed.out()).contains("intentionally returns an error");
        assertOneLine(mcp("call", "test__test_simple_txt"), "did you mean \"test__test_simple_text\"?");
        assertOneLine(mcp("call", "test__slow_compute", "--arg", "seconds=soon"), "seconds \"soon\": expected");
        assertOneLine(mcp("logs", "tset"), "unknown server \"tset\": did you mean \"test\"?");
        assertOneLine(PROCESSES.run("mcp", "servers", "--door", "http://127.0.0.1:9/mcp"), "no door at");
    }

    @Test
    void ctrlCReachesTheToolThatIsCalled() throws Exception {
        RunningPerigee calling = PROCESSES.start(
                "mcp", "call", "test__slow_compute", "--arg", "seconds=60", "--arg", "label=x", "--door", door);
        Await.until(
                "the call is under way",
                MAX,
                () -> metrics().contains("perigee_mcp_server_requests_in_flight{server=\"test\"} 1.0"));
        Ran interrupted = calling.interrupt();
        assertThat(interrupted.exitCode()).as(interrupted.toString()).isEqualTo(130);
        assertThat(interrupted.err()).isEqualTo("perigee: cancelled\n");
        Await.until(
                "the server has cancelled it",
                MAX,
                () -> mcp("call", "test__test_cancelled_calls").out().equals("1\n"));
    }

    @Test
    void requestsAreMeasuredAndLoggedWithoutSecrets() throws Exception {
        assertThat(mcp("call", "test__greet", "--arg", "name=" + SECRET).out()).contains(SECRET);
        Await.until(
                "the call is counted",
                MAX,
                () -> metrics().contains("perigee_mcp_calls_total{outcome=\"ok\",server=\"test\",tool=\"greet\"}"));
        assertThat(metrics())
                .contains("perigee_mcp_server_status{server=\"test\",status=\"online\"} 1.0")
                .contains("perigee_mcp_clients ")
                .contains("jvm_memory_used_bytes{");
        Ran logged = mcp("logs", "test", "--requests");
        assertThat(logged.out()).contains("tools/call greet", "***").doesNotContain(SECRET);
        assertThat(mcp("logs", "test").exitCode()).isZero();
        assertThat(up.stderr()).contains("mcp request").doesNotContain(SECRET);
        RunningPerigee following = PROCESSES.start("mcp", "logs", "test", "--requests", "--follow", "--door", door);
        Await.until("what was there is printed", MAX, () -> following.stdout().contains("greet"));
        mcp("call", "test__test_simple_text");
        Await.until("what came since is printed", MAX, () -> following.stdout().contains("test_simple_text"));
        following.kill();
    }

    @Test
    void healthSaysThatItLivesAndIsReady() throws Exception {
        assertThat(mcp("tools").out()).contains("test__greet");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\",\"servers\":[]}");
    }

    @Test
    void aDoorThatCannotOpenSaysWhichPortAndWhatChangesIt(@TempDir Path other) throws Exception {
        String port = String.valueOf(URI.create(door).getPort());
        Ran second = PROCESSES
                .start("up", "--port", "0", "--mcp-port", port, "--data", other.toString())
                .awaitExit();
        assertThat(second.exitCode()).isEqualTo(125);
        assertThat(second.err().lines())
                .filteredOn(line -> line.startsWith("perigee: "))
                .singleElement()
                .asString()
                .contains("mcp.port \"" + port + "\"", "something else listens there", "--mcp-port");
    }

    private static Ran mcp(String... words) throws Exception {
        return PROCESSES.run(Stream.of(new String[] {"mcp"}, words, new String[] {"--door", door})
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private static String metrics() throws Exception {
        return get("/metrics").body();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(door).resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertOneLine(Ran ran, String part) {
        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(125);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(part);
    }
}
