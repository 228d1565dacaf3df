package dev.perigee.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class McpListingsTest {
    private static final String SERVERS = "/api/v1/mcp/servers";
    private static final String LIST = "{\"servers\":[{\"name\":\"files\",\"status\":\"online\",\"why\":\"it said"
            + " hello\",\"since\":\"2025-12-31T23:59:00Z\",\"transport\":\"stdio\",\"sessions\":2,\"processes\":[71],\"dormant\":false,\"crashes\":1},"
            + "{\"name\":\"far\",\"status\":\"offline\",\"why\":\"nobody has needed it yet\","
            + "\"since\":\"2025-12-31T23:59:58Z\",\"transport\":\"http\",\"sessions\":0,\"processes\":[],\"dormant\":false,\"crashes\":0,\"tools\":3}]}";

    private final FakeDoor door = new FakeDoor().page(SERVERS, LIST);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void serversAreATableForPeopleAndADocumentForPrograms() {
        assertThat(run("servers").stdout().lines())
                .containsExactly(
                        "SERVER  STATUS   SINCE    TRANSPORT  SESSIONS  CRASHES  TOOLS  WHY",
                        "files   online   60s ago  stdio      2         1        ?      it said hello",
                        "far     offline  2s ago   http       0         0        3      nobody has needed it yet");
        assertThat(run("servers", "-o", "json").stdout().strip()).isEqualTo(LIST);
        door.page(SERVERS, LIST.replaceFirst("\"dormant\":false", "\"dormant\":true"));
        assertThat(run("servers").stdout()).contains("files   online (dormant)  60s ago");
        door.page(SERVERS, "{\"servers\":[]}");
        assertThat(run("servers").stdout()).isEqualTo("No MCP servers are configured.\n");
    }

    @Test
    void toolsAreListedUnderTheNamesByWhichTheyAreCalled() {
        door.tools(
                "{\"name\":\"files__read\",\"description\":\"Reads\\na file\",\"inputSchema\":{\"properties\":"
                        + "{\"path\":{},\"limit\":{}},\"required\":[\"path\"]}}",
                "{\"name\":\"far__ping\"}");
        assertThat(run("tools").stdout().lines())
                .containsExactly(
                        "TOOL         ARGUMENTS     DESCRIPTION",
                        "files__read  path [limit]  Reads a file",
                        "far__ping",
                        "Tools by server: files ?, far 3 (offline)");
        assertThat(run("tools", "--server", "far", "-o", "json").stdout())
                .isEqualTo("{\"tools\":[{\"name\":\"far__ping\"}]}\n");
        assertOneLine(run("tools", "--server", "fils"), "unknown server \"fils\": did you mean \"files\"?");
    }

    @Test
    void whereThereAreNoToolsTheServersSayWhy() {
        door.tools();
        assertThat(run("tools", "--server", "far").stdout())
                .isEqualTo("No tools. Server far is offline: nobody has needed it yet.\n");
    }

    @Test
    void logsArePrintedLineByLine() {
        door.page(
                SERVERS + "/files/logs?kind=stderr&tail=2",
                "{\"server\":\"files\",\"kind\":\"stderr\",\"lines\":[{\"offset\":3,\"time\":\"2026-01-01T00:00:00Z\","
                        + "\"source\":\"stderr\",\"text\":\"hello \\u001b[2J\"}],\"next\":4}");
        assertThat(run("logs", "files", "--tail", "2").stdout()).isEqualTo("2026-01-01T00:00:00Z stderr  hello ?[2J\n");
        door.page(
                SERVERS + "/files/logs?kind=requests&tail=100",
                "{\"lines\":[{\"offset\":0,\"time\":\"2026-01-01T00:00:00Z\",\"client\":\"anybody (editor 2)\","
                        + "\"method\":\"tools/call\",\"subject\":\"read\",\"params\":\"{}\",\"outcome\":\"ok\","
                        + "\"answer\":\"{}\",\"millis\":12}]}");
        assertThat(run("logs", "files", "--requests").stdout())
                .isEqualTo("2026-01-01T00:00:00Z ok 12ms  tools/call read  anybody (editor 2)  {} -> {}\n");
    }

    @Test
    void aFollowedLogGoesOnBehindTheLastLineAndSaysWhatIsMissing() {
        String path = SERVERS + "/files/logs?kind=stderr&tail=100&follow=true";
        door.page(
                path,
                "id: 0\nevent: line\ndata: " + line(0, "first") + "\n\nid: 5\nevent: line\ndata: " + line(5, "last")
                        + "\n\n");
        Ran ran = run("logs", "files", "-f");
        assertThat(ran.stdout().lines())
                .containsExactly(
                        "2026-01-01T00:00:00Z stderr  first",
                        "(4 lines are missing here: they came too fast)",
                        "2026-01-01T00:00:00Z stderr  last");
        assertThat(door.requests()).endsWith("GET " + path, "GET " + path + " after 5");
        assertThat(ran.exitCode()).isEqualTo(125);
    }

    @Test
    void aServerWithoutThatLogOrThatNameIsOneLine() {
        assertOneLine(run("logs"), "SERVER is missing");
        assertOneLine(run("logs", "fiels"), "unknown server \"fiels\": did you mean \"files\"?");
        assertOneLine(run("logs", "files", "--tail", "0"), "--tail \"0\": expected 1 to 1000");
        door.page(
                SERVERS + "/far/logs?kind=stderr&tail=100",
                "{\"type\":\"urn:x\",\"title\":\"x\",\"status\":400,\"detail\":\"server far has no stderr here\","
                        + "\"code\":\"x\",\"retryable\":false}");
        assertOneLine(run("logs", "far"), "server far has no stderr here");
    }

    @Test
    void theKeyComesFromAnOptionAFileOrTheEnvironmentAndIsNeverShown() throws IOException {
        door.wantsKey();
        Path file = directory.resolve("key");
        Files.writeString(file, FakeDoor.KEY + "\n");
        assertOneLine(run("servers"), "wants its API key: expected --door-key, --key-file or PERIGEE_DOOR_KEY");
        Ran wrong = run("servers", "--door-key", "not-this-one");
        assertOneLine(wrong, "not the one given");
        assertThat(wrong.stderr()).doesNotContain("not-this-one");
        assertThat(run("servers", "--door-key", FakeDoor.KEY).exitCode()).isZero();
        assertThat(run("servers", "--key-file", file.toString()).exitCode()).isZero();
        assertThat(Ran.with(Map.of("PERIGEE_DOOR", door.url(), "PERIGEE_DOOR_KEY", FakeDoor.KEY), "", "mcp", "servers")
                        .exitCode())
                .isZero();
        assertOneLine(run("servers", "--door-key", "a", "--key-file", "b"), "expected only one of them");
        assertOneLine(run("servers", "--key-file", directory + "/none"), "expected a file that you may read");
    }

    @Test
    void whereThereIsNoDoorTheOneLineSaysSo() {
        assertOneLine(
                Ran.with(Map.of(), "", "mcp", "servers", "--door", "http://127.0.0.1:9"),
                "no door at http://127.0.0.1:9/mcp");
        try (FakeDoor other = new FakeDoor()) {
            assertOneLine(
                    Ran.with(Map.of(), "", "mcp", "servers", "--door", other.url()),
                    other.url() + " answered with HTTP status 404: expected the door of a satellite");
        }
        assertOneLine(
                Ran.with(Map.of(), "", "mcp", "tools", "--door", "localhost"),
                "door \"localhost\": expected a URL such as");
        for (String secret : new String[] {"http://me:s3cret@127.0.0.1:9", "http://me:s3 cret@h"}) {
            Ran ran = Ran.with(Map.of(), "", "mcp", "tools", "--door", secret);
            assertOneLine(ran, "door");
            assertThat(ran.stderr()).doesNotContain("cret@").contains("expected a URL");
        }
        assertOneLine(Ran.with(Map.of(), "", "mcp"), "expected perigee mcp servers, tools, call or logs");
        assertOneLine(Ran.with(Map.of(), "", "mcp", "tolls"), "unknown command \"tolls\": did you mean \"tools\"?");
    }

    private static String line(int offset, String text) {
        return "{\"offset\":" + offset + ",\"time\":\"2026-01-01T00:00:00Z\",\"source\":\"stderr\",\"text\":\"" + text
                + "\"}";
    }

    private Ran run(String... words) {
        return Ran.with(
                Map.of("PERIGEE_DOOR", door.url()),
                "",
                Stream.concat(Stream.of("mcp"), Stream.of(words)).toArray(String[]::new));
    }

    private static void assertOneLine(Ran ran, String part) {
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(part);
    }
}
