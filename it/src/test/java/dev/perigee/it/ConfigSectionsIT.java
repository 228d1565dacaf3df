package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The sections of a configuration that are no MCP servers: they take effect on a satellite that runs, and end with
/// the configuration that brought them.
final class ConfigSectionsIT {
    private static final Duration APPLIED_MAX = Duration.ofSeconds(60);

    private static final String SERVER = """
            echo $$ >> "$1"
            reply() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
            while read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              case $line in
                *'"method":"initialize"'*) reply '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'\\
            '"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"method":"tools/list"'*)
                  reply '{"tools":[{"name":"read","inputSchema":{"type":"object"}},'\\
            '{"name":"wipe","inputSchema":{"type":"object"}}]}' ;;
                *'"method":"tools/call"'*) reply '{"content":[{"type":"text","text":"done"}]}' ;;
                *'"method":"ping"'*) reply '{}' ;;
                *'"id":'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\\n' "$id" ;;
              esac
            done
            """;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Path data;
    private Path script;
    private String door = "";

    @BeforeEach
    void write() throws IOException {
        data = directory.resolve("data");
        script = Files.writeString(directory.resolve("server.sh"), SERVER);
    }

    @Test
    void whatIsRestrictedForTheGatewayHoldsAtOnceAndEndsWithItsSection() throws Exception {
        up();
        set("{" + servers() + "}");
        String a = pid("a");
        String b = pid("b");
        assertThat(call("a__wipe").exitCode()).isZero();

        set("{" + servers() + ",\"gateway\":{\"denyServers\":[\"b*\"],\"denyTools\":[\"*__wipe\"]}}");

        assertThat(isAlive(b)).isFalse();
        assertThat(mcp("servers").out().lines())
                .anyMatch(line -> line.startsWith("a "))
                .noneMatch(line -> line.startsWith("b "));
        assertThat(mcp("tools").out())
                .contains("a__read")
                .doesNotContain("wipe")
                .doesNotContain("b__");
        assertThat(call("a__wipe").err()).contains("a__wipe");
        assertThat(call("a__wipe").exitCode()).isNotZero();
        assertThat(call("a__read").exitCode()).isZero();
        assertThat(client().run(
                                "send",
                                "local",
                                "--type",
                                "spawn",
                                "--payload",
                                "{\"server\":{\"name\":\"b2\",\"command\":\"sh\"}}")
                        .err())
                .contains("server b2", "gateway.denyServers");

        set("{" + servers() + "}");

        assertThat(call("a__wipe").exitCode()).isZero();
        assertThat(pid("a")).as("a stayed the same all the time").isEqualTo(a);
        Await.until("b runs again", APPLIED_MAX, () -> !pid("b").equals(b) && isAlive(pid("b")));
    }

    @Test
    void theLogHasTheLevelThatIsWantedUntilItIsNoLongerWanted() throws Exception {
        RunningPerigee up = up();
        set("{" + servers() + "}");
        assertThat(call("a__read").exitCode()).isZero();

        set("{" + servers() + ",\"logging\":{\"loggers\":{\"dev.perigee.gateway.requests\":\"debug\"}}}");
        assertThat(call("a__wipe").exitCode()).isZero();
        Await.until(
                "the call is in the log", APPLIED_MAX, () -> requestsLogged(up).size() == 1);

        set("{" + servers() + "}");
        assertThat(call("a__read").exitCode()).isZero();
        up.terminate();
        assertThat(requestsLogged(up)).singleElement().asString().contains("wipe");
    }

    @Test
    void allMistakesInSectionsAreToldAtOnceWithTheirPathsAndADryRunShowsWhoWouldGetWhat() throws Exception {
        up();
        Ran refused = put("{\"logging\":{\"level\":\"loud\",\"loggers\":{\"io.netty\":\"debug\"}},"
                + "\"gateway\":{\"denyTools\":\"wipe\",\"idleMax\":\"1s\"},"
                + "\"pollingIntervals\":{\"immediate\":\"1h\"}}");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("/logging/level", "loud", "/logging/loggers/io.netty")
                .contains("/gateway/denyTools", "/gateway/idleMax", "10s to 1d", "/pollingIntervals/immediate");

        Path file = Files.writeString(directory.resolve("dry.yaml"), "gateway:\n  requestLog: false\n");
        assertThat(client().run("config dry-run", "global", file.toString()).out())
                .contains("satellite local", "/gateway", "1 would change");
        assertThat(client().run("config status").out()).contains("1 in sync, 0 drifted");
    }

    @Test
    void aSatelliteWithoutAGatewayAsksForItsConfigurationWhenACommandSaysSo() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.start();
        Perigee client = apart.client();
        Path file = Files.writeString(directory.resolve("layer.yaml"), "logging:\n  level: warn\n");
        assertThat(client.run("config set", "satellite:far", file.toString()).exitCode())
                .isZero();
        Ran refreshed = configure(client, "{\"event\":\"mcp_installation_deleted\"}");
        assertThat(refreshed.exitCode()).as(refreshed.toString()).isZero();
        assertThat(client.run("config drift", "-o", "json")
                        .json()
                        .path("drifted")
                        .asInt())
                .isZero();
        assertThat(configure(client, "{\"event\":\"mcp_recovery\"}").exitCode()).isZero();
        assertThat(configure(client, "{\"event\":\"mcp_recovery\",\"server\":\"files\"}")
                        .err())
                .contains("no_gateway", "no MCP gateway");

        Files.writeString(file, "mcpServers:\n  files:\n    command: sh\n");
        client.run("config set", "satellite:far", file.toString());
        assertThat(configure(client, "{\"event\":\"mcp_installation_created\"}").err())
                .contains("no MCP gateway", "files");
        assertThat(client.run("satellite far").out()).contains("drifts since:", "no MCP gateway");
        JsonNode drifting = client.run("config drift", "-o", "json")
                .json()
                .path("satellites")
                .path(0);
        assertThat(drifting.path("since").asString("")).startsWith("20");
    }

    private static Ran configure(Perigee client, String payload) throws Exception {
        return client.run("send", "far", "--type", "configure", "--payload", payload);
    }

    private static List<String> requestsLogged(RunningPerigee up) throws IOException {
        return up.stderr().lines().filter(line -> line.contains("mcp request")).toList();
    }

    private RunningPerigee up() throws Exception {
        RunningPerigee up =
                processes.start(Map.of(), "up", "--port", "0", "--mcp-port", "0", "--data", data.toString());
        door = up.awaitReady().replaceFirst(".* mcp=", "");
        return up;
    }

    private Ran call(String tool) throws Exception {
        return mcp("call", tool);
    }

    private Ran mcp(String... words) throws Exception {
        return processes.run(Stream.of(new String[] {"mcp"}, words, new String[] {"--door", door})
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private void set(String document) throws Exception {
        Ran ran = put(document);
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        Await.until("the satellite has what it is to have", APPLIED_MAX, () -> {
            JsonNode drift = client().operator().get("config/drift");
            return drift.path("drifted").asInt(-1) == 0;
        });
    }

    private Ran put(String document) throws Exception {
        Path file = Files.writeString(directory.resolve("layer.json"), document);
        return client().run("config set", "satellite:local", file.toString());
    }

    private Perigee client() {
        return new Perigee(processes, data);
    }

    private String servers() {
        return "\"mcpServers\":{" + entry("a") + "," + entry("b") + "}";
    }

    private String entry(String name) {
        return "\"" + name + "\":{\"command\":\"sh\",\"args\":[\"" + script + "\",\"" + pidFile(name) + "\"]}";
    }

    private Path pidFile(String name) {
        return directory.resolve("pid-" + name);
    }

    /// Of its newest process.
    private String pid(String name) throws IOException {
        return Files.readAllLines(pidFile(name)).getLast();
    }

    private static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }
}
