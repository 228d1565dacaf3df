package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Configurations with real MCP servers: what changes is changed and nothing else, and what is bad takes itself back.
final class ConfigIT {
    private static final Duration APPLIED_MAX = Duration.ofSeconds(60);
    private static final Duration HELD_BACK_AFTER_TWO_CRASHES = Duration.ofSeconds(5);

    private static final String SERVER = """
            echo $$ >> "$1"
            reply() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
            while read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              case $line in
                *'"method":"initialize"'*) reply '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'\\
            '"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"method":"tools/list"'*) reply '{"tools":[{"name":"read","inputSchema":{"type":"object"}}]}' ;;
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

    @BeforeEach
    void write() throws IOException {
        data = directory.resolve("data");
        script = Files.writeString(directory.resolve("server.sh"), SERVER);
    }

    @Test
    void serversComeChangeAndGoAndThoseThatStayTheSameKeepTheirProcess() throws Exception {
        up();
        set(servers(entry("a", ""), entry("b", "")));
        awaitInSync();
        String a = pid("a");
        String b = pid("b");

        set(servers(entry("a", ""), entry("b", "\"env\":{\"MODE\":\"other\"},"), entry("c", "")));
        awaitInSync();
        assertThat(pid("a")).isEqualTo(a);
        assertThat(pid("b")).isNotEqualTo(b);
        assertThat(isAlive(b)).isFalse();
        String c = pid("c");
        assertThat(isAlive(c)).isTrue();

        set(servers(entry("a", "")));
        awaitInSync();
        assertThat(isAlive(c)).isFalse();
        assertThat(pid("a")).isEqualTo(a);
        assertThat(isAlive(a)).isTrue();
    }

    @Test
    void aBadOneTakesItselfBackAndSaysWhyWithWhatTheProgramWrote() throws Exception {
        up();
        set(servers(entry("a", "")));
        awaitInSync();
        String a = pid("a");

        set(servers(
                entry("a", ""),
                "\"bad\":{\"command\":\"sh\",\"args\":[\"-c\",\"echo no module named tides >&2; exit 3\"]}"));
        JsonNode drifting = awaitError();

        assertThat(drifting.path("error").asString())
                .contains("server bad", "no module named tides")
                .doesNotContain("server a");
        assertThat(client().run("satellite local").out()).contains("no module named tides");
        assertThat(pid("a")).isEqualTo(a);
        assertThat(isAlive(a)).isTrue();
        JsonNode findings = client().run("send", "local", "--type", "health_check", "--payload", "{}")
                .json()
                .path("findings");
        assertThat(findings.valueStream().map(finding -> finding.path("server").asString()))
                .containsExactly("a");
    }

    @Test
    void aServerThatIsOfflineRecoversByCommandAndSaysEachStep() throws Exception {
        up();
        set(servers(entry("a", "")));
        awaitInSync();
        // Events travel in batches, so its start may be told after its configuration is confirmed.
        Await.until(
                "its start is told",
                APPLIED_MAX,
                () -> !statuses().isEmpty() && statuses().getLast().equals("online"));
        // After the first crash it is started again; after the second it waits until somebody needs it.
        String first = pid("a");
        Ran.here("kill", "-9", first);
        Await.until("it runs again", APPLIED_MAX, () -> !pid("a").equals(first) && isAlive(pid("a")));
        Await.until(
                "that is told",
                APPLIED_MAX,
                () -> statuses().contains("restarting") && statuses().getLast().equals("online"));
        Ran.here("kill", "-9", pid("a"));
        Await.until(
                "it is known to be down",
                APPLIED_MAX,
                () -> statuses().getLast().equals("offline"));
        int before = statuses().size();
        // Until then it would be restarted, which is another way to recover.
        Await.pass(HELD_BACK_AFTER_TWO_CRASHES);

        Ran recovered = send("{\"event\":\"mcp_recovery\",\"server\":\"a\"}");
        assertThat(recovered.exitCode()).as(recovered.toString()).isZero();
        assertThat(recovered.out()).contains("\"online\"");
        Await.until(
                "its steps are told", APPLIED_MAX, () -> statuses().getLast().equals("online"));
        assertThat(statuses().subList(before - 1, statuses().size()))
                .containsExactly("offline", "connecting", "discovering_tools", "syncing_tools", "online");
        assertThat(isAlive(pid("a"))).isTrue();

        Ran same = send("{\"event\":\"mcp_installation_updated\"}");
        assertThat(same.exitCode()).as(same.toString()).isZero();
        assertThat(same.json().path("unchanged").path(0).asString()).isEqualTo("a");
        assertThat(send("{\"event\":\"mcp_party\"}").err()).contains("mcp_party", "mcp_recovery");
        assertThat(send("{\"event\":\"mcp_recovery\",\"server\":\"nobody\"}").err())
                .contains("nobody");
    }

    @Test
    void whatIsNotSoundIsRefusedWithEachMistakeAndItsPath() throws Exception {
        up();
        Ran refused = put("{\"mcpServers\":{\"x\":{\"args\":7,\"env\":{\"A\":1}},\"y z\":{}},\"colour\":{}}");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("/mcpServers/x/args", "/mcpServers/x/env/A", "/mcpServers/y z", "/colour");
    }

    @Test
    void aSatelliteThatIsKilledWhileItAppliesHasTheLastGoodOneAgainAlsoWithoutItsControlPlane() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "mcp:\n  port: 0\n  anonymous: true\n");
        Apart.Lives lives = apart.start();
        Perigee client = apart.client();
        put(client, "satellite:far", servers(entry("a", "")));
        awaitInSync(client);
        String before = pid("a");
        Path begun = directory.resolve("begun");

        put(
                client,
                "satellite:far",
                servers(
                        entry("a", "\"env\":{\"MODE\":\"new\"},"),
                        "\"slow\":{\"command\":\"sh\",\"args\":[\"-c\",\"touch " + begun + "; sleep 600\"]}"));
        Await.until("the new one is being tried", APPLIED_MAX, () -> Files.exists(begun));
        lives.satellite().kill();
        assertThat(lives.server().terminate().exitCode()).isZero();

        apart.satellite();
        Await.until(
                "the last good server runs again", APPLIED_MAX, () -> !pid("a").equals(before) && isAlive(pid("a")));
        assertThat(Files.readString(apart.satelliteData().resolve("config.json")))
                .doesNotContain("slow")
                .doesNotContain("MODE");
    }

    private void up() throws Exception {
        processes
                .start(Map.of(), "up", "--port", "0", "--mcp-port", "0", "--data", data.toString())
                .awaitReady();
    }

    private Ran send(String payload) throws Exception {
        return client().run("send", "local", "--type", "configure", "--payload", payload);
    }

    /// As the events say, the oldest first.
    private List<String> statuses() throws Exception {
        return client().operator().statuses("mcp.server.status_changed");
    }

    private void set(String document) throws Exception {
        Ran ran = put(document);
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
    }

    private Ran put(String document) throws Exception {
        return put(client(), "satellite:local", document);
    }

    private Ran put(Perigee client, String layer, String document) throws Exception {
        Path file = Files.writeString(directory.resolve("layer.json"), document);
        return client.run("config set", layer, file.toString());
    }

    private void awaitInSync() throws Exception {
        awaitInSync(client());
    }

    private static void awaitInSync(Perigee client) throws Exception {
        Await.until("the satellite has what it is to have", APPLIED_MAX, () -> {
            JsonNode drift = client.operator().get("config/drift");
            for (JsonNode satellite : drift.path("satellites")) {
                assertThat(satellite.path("error").asString("")).isEmpty();
            }
            return drift.path("drifted").asInt(-1) == 0;
        });
    }

    private JsonNode awaitError() throws Exception {
        Await.until(
                "the satellite says why not",
                APPLIED_MAX,
                () -> client().operator()
                        .get("config/drift")
                        .path("satellites")
                        .valueStream()
                        .anyMatch(satellite -> satellite.hasNonNull("error")));
        return client().run("config drift", "-o", "json")
                .json()
                .path("satellites")
                .valueStream()
                .filter(satellite -> satellite.hasNonNull("error"))
                .findFirst()
                .orElseThrow();
    }

    private Perigee client() {
        return new Perigee(processes, data);
    }

    private static String servers(String... entries) {
        return "{\"mcpServers\":{" + String.join(",", entries) + "}}";
    }

    private String entry(String name, String more) {
        return "\"" + name + "\":{" + more + "\"command\":\"sh\",\"args\":[\"" + script + "\",\"" + pidFile(name)
                + "\"]}";
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
