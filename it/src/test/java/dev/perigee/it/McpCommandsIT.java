package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.registration.Digest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// MCP servers that commands bring: configured, changed, checked, restarted, killed; and none is left when the
/// satellite dies.
final class McpCommandsIT {
    private static final String SECRET = "a-secret-that-nobody-may-see";

    /// It outlives its stdin, and so does what it starts.
    private static final String SERVER = """
            trap '' HUP
            (setsid sh -c 'echo $$ >> "$0"; exec sleep 600' "$1" </dev/null >/dev/null 2>&1 &)
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
            sleep 600
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
    void serversComeAndGoByCommandAndThoseThatStayAreNotTouched() throws Exception {
        RunningPerigee up = up();
        Ran configured = send("configure", "{\"mcpServers\":{" + entry("a") + "," + entry("b") + "}}");
        assertThat(configured.exitCode()).as(configured.toString()).isZero();
        assertThat(names(configured.json().path("added"))).containsExactly("a", "b");
        JsonNode a = server(configured, "a");
        assertThat(a.path("status").asString()).isEqualTo("online");
        assertThat(a.path("tools").asInt()).isEqualTo(1);

        Ran changed = send(
                "configure",
                "{\"mcpServers\":{" + entry("a") + "," + entry("b").replace(SECRET, "another-secret") + "}}");
        assertThat(names(changed.json().path("unchanged"))).containsExactly("a");
        assertThat(names(changed.json().path("changed"))).containsExactly("b");
        assertThat(alive(server(changed, "b"))).hasSize(1);
        assertThat(alive(server(configured, "b"))).isEmpty();
        assertThat(alive(a)).hasSize(1);

        Ran spawned = send("spawn", "{\"server\":{\"name\":\"c\"," + fields("c") + "}}");
        assertThat(server(spawned, "c").path("status").asString()).isEqualTo("online");
        Ran checked = send("health_check", "{\"check\":\"credential_validation\"}");
        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        assertThat(checked.json().path("findings")).hasSize(3);

        Ran restarted = send("restart", "{\"server\":\"a\"}");
        assertThat(restarted.json().path("server").path("status").asString()).isEqualTo("online");
        assertThat(alive(a)).isEmpty();
        Ran killed = send("kill", "{\"server\":\"a\"}");
        assertThat(names(killed.json().path("removed"))).containsExactly("a");
        assertThat(alive(restarted.json().path("server"))).isEmpty();

        assertThat(send("kill", "{\"server\":\"a\"}").err()).contains("server_not_found", "\"a\"", "b", "c");
        assertThat(client().run("commands").out()).contains("(configure: a, b)").doesNotContain(SECRET);
        assertThat(client().run("commands", "-o", "json").out())
                .contains("TOKEN")
                .doesNotContain(SECRET);
        Ran ended = up.terminate();
        assertThat(ended.out() + ended.err()).doesNotContain(SECRET);
        assertThat(pids("a", "b", "c")).hasSizeGreaterThanOrEqualTo(10).noneMatch(McpCommandsIT::isAlive);
    }

    @Test
    void whatCannotBeChangesNothingAndAllOfItIsSaid() throws Exception {
        up();
        send("configure", "{\"mcpServers\":{" + entry("a") + "}}");
        Ran refused = send("configure", "{\"mcpServers\":{\"x\":{\"url\":\"ftp://h\"},\"y\":{\"args\":[]}}}");
        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.err()).contains("servers_refused", "server x", "ftp://h", "server y");
        assertThat(send("configure", "{\"mcpServers\":{\"a b\":{\"command\":\"x\"}}}")
                        .err())
                .contains("a b");
        assertThat(send("health_check", "{\"server\":\"a\"}").exitCode()).isZero();
    }

    @Test
    void whatWasBroughtIsThereAgainAfterAKillAndNothingOfTheEarlierLifeIsLeft() throws Exception {
        RunningPerigee up = up();
        send("configure", "{\"mcpServers\":{" + entry("a") + "," + entry("b") + "," + entry("c") + "}}");
        List<String> before = pids("a", "b", "c");
        assertThat(before).hasSize(6).allMatch(McpCommandsIT::isAlive);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("satellite").resolve("mcp-servers.json"))))
                .isEqualTo("rw-------");
        up.kill();

        RunningPerigee again = up();
        assertThat(before).noneMatch(McpCommandsIT::isAlive);
        Ran checked = send("health_check", "{}");
        assertThat(checked.exitCode()).as(checked.toString()).isZero();
        assertThat(checked.json().path("findings")).hasSize(3);
        assertThat(again.terminate().exitCode()).isZero();
        assertThat(pids("a", "b", "c")).noneMatch(McpCommandsIT::isAlive);
        assertThat(cgroups()).isEmpty();
    }

    @Test
    void serversThatDoNotHeedSigtermAreKilledWithAllTheyStartedBeforeTheSatelliteIsGone() throws Exception {
        RunningPerigee up = up(Map.of("PERIGEE_SATELLITE_LINK_DRAIN_MAX", "1s"));
        Files.writeString(script, "trap '' TERM\n" + SERVER);
        Path mute = Files.writeString(directory.resolve("mute.sh"), "trap '' TERM; echo $$ > \"$1\"; sleep 600; :");
        send("configure", "{\"mcpServers\":{" + entry("a") + "}}");
        // This one has not said hello when it is ended.
        client().run(
                        "send",
                        "local",
                        "--no-wait",
                        "--type",
                        "spawn",
                        "--payload",
                        "{\"server\":{\"name\":\"mute\"," + fields("mute").replace(script.toString(), mute.toString())
                                + "}}");
        Await.until(
                "it has begun",
                Duration.ofSeconds(20),
                () -> Files.exists(pidFile("mute"))
                        && !Files.readString(pidFile("mute")).isEmpty());
        List<String> pids = pids("a");
        assertThat(pids).hasSize(2).allMatch(McpCommandsIT::isAlive);

        assertThat(up.terminate().exitCode()).isZero();

        assertThat(pids).noneMatch(McpCommandsIT::isAlive);
        assertThat(Files.readAllLines(pidFile("mute"))).singleElement().matches(pid -> !isAlive(pid));
        assertThat(cgroups()).isEmpty();
    }

    private RunningPerigee up() throws Exception {
        return up(Map.of());
    }

    private RunningPerigee up(Map<String, String> environment) throws Exception {
        RunningPerigee up =
                processes.start(environment, "up", "--port", "0", "--mcp-port", "0", "--data", data.toString());
        up.awaitReady();
        return up;
    }

    private Ran send(String type, String payload) throws Exception {
        return client().run("send", "local", "--type", type, "--payload", payload);
    }

    private Perigee client() {
        return new Perigee(processes, data);
    }

    private String entry(String name) {
        return "\"" + name + "\":{" + fields(name) + "}";
    }

    private String fields(String name) {
        return "\"command\":\"sh\",\"args\":[\"" + script + "\",\"" + pidFile(name) + "\"],\"env\":{\"TOKEN\":\""
                + SECRET + "\"}";
    }

    private Path pidFile(String name) {
        return directory.resolve("pids-" + name);
    }

    /// Every process that these servers ever were or started; each notes two.
    private List<String> pids(String... names) throws Exception {
        List<String> pids = new ArrayList<>();
        for (String name : names) {
            Await.until(
                    "the processes of " + name + " are noted",
                    Duration.ofSeconds(20),
                    () -> Files.readAllLines(pidFile(name)).size() % 2 == 0);
            pids.addAll(Files.readAllLines(pidFile(name)));
        }
        return pids;
    }

    /// One that has ended stays in the list until its parent, or what adopted it, has taken note.
    private static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> alive(JsonNode server) {
        return server.path("processes")
                .valueStream()
                .map(JsonNode::asString)
                .filter(McpCommandsIT::isAlive)
                .toList();
    }

    private static JsonNode server(Ran ran, String name) {
        return ran.json()
                .path("servers")
                .valueStream()
                .filter(server -> server.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no server " + name + " in " + ran));
    }

    private static List<String> names(JsonNode names) {
        return names.valueStream().map(JsonNode::asString).toList();
    }

    /// Those of this satellite, whose name is made from its directory.
    private List<Path> cgroups() throws IOException {
        Path own = data.resolve("satellite").toAbsolutePath().normalize();
        String instance = Digest.of(own.toString()).hex().substring(0, 16);
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), 6, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (directory.getFileName().toString().contains(instance)) {
                    found.add(directory);
                }
                return FileVisitResult.CONTINUE;
            }

            // Those of others go while this looks.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
