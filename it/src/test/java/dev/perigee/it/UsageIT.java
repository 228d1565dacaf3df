package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What Perigee itself cannot do ends with 125 and one line on stderr that names the value and what was expected.
final class UsageIT {
    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path data;

    private static String url = "";

    @BeforeAll
    static void up() throws Exception {
        String ready =
                PROCESSES.start("up", "--port", "0", "--data", data.toString()).awaitReady();
        url = ready.replaceAll(".* server=(\\S+) .*", "$1");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("\"nowhere\"", "send", "nowhere", "--", "true"),
                mistake("\"5x\"", "send", "--timeout", "5x", "local", "--", "true"),
                mistake("\"1s\"", "send", "--ttl", "1s", "local", "--", "true"),
                mistake("\"urgent\"", "send", "--priority", "urgent", "local", "--", "true"),
                mistake("\"--tiemout\": did you mean \"--timeout\"", "send", "--tiemout", "5s", "local", "--", "true"),
                mistake("PROGRAM is missing", "send", "local"),
                mistake("TARGET is missing", "send"),
                mistake("\"A\"", "send", "--env", "A", "local", "--", "true"),
                mistake("no-such-file", "send", "--file", "no-such-file"),
                mistake("\"0\"", "send", "--parallel", "0", "--file", "-"),
                mistake("'many'", "send", "--parallel", "many", "--file", "-"),
                mistake("--file takes only", "send", "--file", "-", "local"),
                mistake("xml", "commands", "-o", "xml"),
                mistake("\"done\"", "commands", "--state", "done"),
                mistake("\"0\"", "commands", "--limit", "0"),
                mistake("\"nothing\"", "command", "nothing"),
                mistake("ID is missing", "command"),
                mistake("\"soon\"", "token", "create", "--expires", "soon"));
    }

    private static Arguments mistake(String named, String... words) {
        return Arguments.of(named, words);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aMistakeIsNamedInOneLine(String named, String[] words) throws Exception {
        assertRefused(PROCESSES.run(Map.of("PERIGEE_DATA", data.toString()), words), named);
    }

    @Test
    void anUnknownSubcommandIsNamedWithTheNearest() throws Exception {
        assertRefused(PROCESSES.run("sned"), "did you mean \"send\"");
    }

    @Test
    void aWrongKeyIsRefusedAndNotRepeated() throws Exception {
        String wrong = "a-wrong-key-that-is-long-enough";
        Ran ran = PROCESSES.run("send", "--server", url, "--key", wrong, "local", "--", "true");
        assertRefused(ran, "operator key");
        assertThat(ran.err()).doesNotContain(wrong);
    }

    @Test
    void noKeyAtAllIsNamed() throws Exception {
        assertRefused(PROCESSES.run("satellites", "--server", url), "PERIGEE_KEY");
    }

    @Test
    void whereNobodyAnswersIsNamed() throws Exception {
        assertRefused(
                PROCESSES.run("send", "--server", "http://127.0.0.1:1", "--key", "any", "local", "--", "true"),
                "127.0.0.1:1");
    }

    @Test
    void aDirectoryWithoutAControlPlaneIsNamed(@TempDir Path empty) throws Exception {
        assertRefused(new Perigee(PROCESSES, empty).run("satellites"), empty.toString());
    }

    @Test
    void theServerAndKeyCanComeFromTheEnvironment() throws Exception {
        String key = Files.readString(data.resolve("operator.key")).strip();
        Ran ran = PROCESSES.run(Map.of("PERIGEE_SERVER", url, "PERIGEE_KEY", key), "send", "local", "--", "echo", "hi");
        assertThat(ran.out()).as(ran.toString()).isEqualTo("hi\n");
    }

    private static void assertRefused(Ran ran, String named) {
        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(125);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(named);
    }
}
