package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path directory;

    @Test
    void everyCommandHasItsHelp() {
        List<String> commands = List.of(
                "up",
                "server",
                "satellite",
                "send",
                "satellites",
                "commands",
                "command",
                "why",
                "cancel",
                "dead-letters",
                "redrive",
                "token",
                "mcp",
                "version");
        assertThat(run("--help").stdout()).contains(commands).doesNotContain("\u001b");
        for (String command : commands) {
            Ran ran = run(command, "--help");
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.stdout()).contains("perigee " + command).contains("--help");
        }
        assertThat(run("token", "create", "--help").stdout()).contains("--expires");
        for (String command : List.of("servers", "tools", "call", "logs")) {
            assertThat(run("mcp", "--help").stdout()).contains(command);
            assertThat(run("mcp", command, "--help").stdout())
                    .contains("perigee mcp " + command)
                    .contains("--door");
        }
    }

    @Test
    void wordsThatMeanNothingAreNamedWithTheNearestThatDo() {
        assertOneLine(run("sned", "local"), "unknown command \"sned\": did you mean \"send\"?");
        assertOneLine(run("commands", "--stat", "queued"), "unknown option \"--stat\": did you mean \"--state\"?");
        assertOneLine(run("commands", "--limit", "many"), "many");
        assertOneLine(run("commands", "more"), "unexpected \"more\"");
        assertOneLine(run("send", "-o", "xml", "local", "--ping"), "xml");
        assertOneLine(run(), "COMMAND is missing");
        assertOneLine(run("token"), "perigee token create");
    }

    @Test
    void withoutAControlPlaneTheOneLineSaysHowToStartOne() throws IOException {
        assertOneLine(run("satellites", "--data", directory.toString()), "start one with `perigee up`");
        Files.writeString(directory.resolve("server.json"), "{\"url\":\"http://127.0.0.1:1\"}");
        assertOneLine(run("satellites", "--data", directory.toString()), "no operator key");
        Files.writeString(directory.resolve("operator.key"), "secret\n");
        for (String[] words : new String[][] {
            {"satellites", "--data", directory.toString()},
            {"send", "local", "--ping", "--data", directory.toString()},
            {"send", "--file", "-", "--data", directory.toString()}
        }) {
            assertOneLine(run(words), "no control plane at http://127.0.0.1:1");
        }
    }

    @Test
    void theKeyOfADataDirectoryIsNotShownToAnotherServer() throws IOException {
        Files.writeString(directory.resolve("server.json"), "{\"url\":\"http://127.0.0.1:1\"}");
        Files.writeString(directory.resolve("operator.key"), "secret\n");
        Map<String, String> here = Map.of("PERIGEE_DATA", directory.toString());
        assertOneLine(
                Ran.with(here, "", "satellites", "--server", "http://127.0.0.1:2"),
                "no operator key for http://127.0.0.1:2");
        assertOneLine(
                Ran.with(here, "", "satellites", "--server", "http://127.0.0.1:1/"),
                "no control plane at http://127.0.0.1:1");
        assertOneLine(
                Ran.with(Map.of("PERIGEE_SERVER", "localhost"), "", "satellites"),
                "server \"localhost\": expected a URL");
    }

    @Test
    void anOptionInThePlaceOfAVerbIsAnsweredWithTheVerbs() {
        assertOneLine(
                run("secret", "--data", "here"),
                "what to do is missing before \"--data\": expected one of delete, rekey, set; see perigee secret");
        assertOneLine(run("secret"), "what to do is missing");
    }

    @Test
    void theVersionIsOnStdout() {
        assertThat(run("version").stdout()).startsWith("perigee ");
    }

    @Test
    void aConfigurationCanBePrintedWithoutStartingAnything() {
        assertThat(run("server", "--print-config").stdout()).contains("lease: 15s");
        assertThat(Ran.with(Map.of("PERIGEE_SATELLITE_ID", "edge"), "", "satellite", "--print-config")
                        .stdout())
                .contains("id: edge");
        assertOneLine(run("satellite", "--print-config"), "id is missing");
        assertOneLine(run("server", "--log-level", "loud"), "--log-level \"loud\": expected one of error");
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

    private static Ran run(String... words) {
        return Ran.with(Map.of("HOME", "/nowhere"), "", words);
    }
}
