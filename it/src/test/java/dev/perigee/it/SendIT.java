package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `perigee send SATELLITE -- PROGRAM` behaves as the program itself would, and the other two forms as documented.
final class SendIT {
    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path data;

    @BeforeAll
    static void up() throws Exception {
        PROCESSES.start("up", "--port", "0", "--data", data.toString()).awaitReady();
    }

    private final Perigee perigee = new Perigee(PROCESSES, data);

    @Test
    void aProgramPrintsWhatItPrintsHere() throws Exception {
        Ran ran = perigee.run("send", "local", "--", "uname", "-a");
        Ran here = Ran.here("uname", "-a");
        assertThat(ran.out()).isEqualTo(here.out());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void theExitCodeIsThePrograms() throws Exception {
        assertThat(perigee.run("send", "local", "--", "sh", "-c", "exit 7").exitCode())
                .isEqualTo(7);
        assertThat(perigee.run("send", "local", "--", "false").exitCode()).isEqualTo(1);
    }

    @Test
    void stdoutAndStderrStayApart() throws Exception {
        Ran ran = perigee.run("send", "local", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(ran.out()).isEqualTo("out\n");
        assertThat(ran.err()).isEqualTo("err\n");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void everyByteOfTheOutputArrives(@TempDir Path directory) throws Exception {
        byte[] bytes = new byte[256 * 1024];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        Path file = Files.write(directory.resolve("bytes"), bytes);
        Ran ran = perigee.run("send", "local", "--", "cat", file.toString());
        assertThat(ran.stdout()).isEqualTo(bytes);
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void outputBeyondOneMebibyteIsCutOffAndSaid() throws Exception {
        Ran ran = perigee.run("send", "local", "-o", "json", "--", "head", "-c", "3000000", "/dev/zero");
        assertThat(ran.json().path("stdout").asString()).hasSize(1024 * 1024);
        assertThat(ran.json().path("stdoutTotalBytes").asInt()).isEqualTo(3_000_000);
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void noShellLooksAtTheArguments() throws Exception {
        Ran ran = perigee.run(
                "send", "local", "--", "printf", "%s|", "a b", "$HOME", "*", "", "äß€𝄞", "-n", "@x", "a\nb");
        assertThat(ran.out()).isEqualTo("a b|$HOME|*||äß€𝄞|-n|@x|a\nb|");
    }

    @Test
    void theProgramHasItsVariablesAndDirectory(@TempDir Path directory) throws Exception {
        Ran ran = perigee.run(
                "send",
                "--env",
                "A=1",
                "--env",
                "B=x=y",
                "--dir",
                directory.toString(),
                "local",
                "--",
                "sh",
                "-c",
                "echo $A $B; pwd");
        assertThat(ran.out()).isEqualTo("1 x=y\n" + directory.toRealPath() + "\n");
    }

    @Test
    void aProgramPastItsTimeoutEndsWith124() throws Exception {
        Ran ran = perigee.run("send", "--timeout", "1s", "local", "--", "sh", "-c", "echo begun; exec sleep 600");
        assertThat(ran.exitCode()).isEqualTo(124);
        assertThat(ran.out()).isEqualTo("begun\n");
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("timed out")
                .contains("1s");
    }

    @Test
    void aProgramThatCannotStartIsSaidWithItsCode() throws Exception {
        Ran ran = perigee.run("send", "local", "--", "no-such-program");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("program_not_found")
                .contains("no-such-program");
    }

    @Test
    void withoutWaitingTheIdIsPrintedAndTheResultCanBeSeenLater() throws Exception {
        Ran ran = perigee.run("send", "--no-wait", "local", "--", "echo", "later");
        assertThat(ran.exitCode()).isZero();
        String id = ran.out().strip();
        perigee.awaitState(id, "completed");
        JsonNode command = perigee.command(id);
        assertThat(command.path("id").asString()).isEqualTo(id);
        assertThat(command.path("result").path("exitCode").asInt()).isZero();
        assertThat(command.path("result").path("stdout").path("text").asString())
                .isEqualTo("later\n");
        assertThat(perigee.run("command", id).out()).contains("completed").contains("later");
    }

    @Test
    void asJsonTheOutcomeIsOneDocument() throws Exception {
        Ran ran = perigee.run("send", "-o", "json", "local", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(ran.exitCode()).isEqualTo(3);
        JsonNode outcome = ran.json();
        assertThat(outcome.path("state").asString()).isEqualTo("completed");
        assertThat(outcome.path("exitCode").asInt()).isEqualTo(3);
        assertThat(outcome.path("stdout").asString()).isEqualTo("out\n");
        assertThat(outcome.path("stderr").asString()).isEqualTo("err\n");
        assertThat(outcome.path("durationMillis").isNumber()).isTrue();
        assertThat(outcome.path("id").asString()).isNotEmpty();
    }

    @Test
    void aFileOfCommandsRunsAndItsResultsComeAsTheyComplete(@TempDir Path directory) throws Exception {
        String lines = """
                {"to":"local","run":["sh","-c","sleep 1; echo slow"],"timeout":"10s"}
                {"to":"local","run":["echo","fast"]}

                {"to":"local","run":["printf","\\\\377\\\\376"],"ttl":"30s","priority":"high"}
                """;
        Path file = Files.writeString(directory.resolve("commands.ndjson"), lines);
        assertOutcomes(perigee.run("send", "--file", file.toString()));
        assertOutcomes(perigee.runWithInput(lines, "send", "--file", "-"));
    }

    private static void assertOutcomes(Ran ran) {
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        assertThat(ran.err()).isEmpty();
        List<JsonNode> outcomes = new ArrayList<>(ran.jsonLines());
        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.getLast().path("line").asInt()).isEqualTo(1);
        outcomes.sort(
                (a, b) -> Integer.compare(a.path("line").asInt(), b.path("line").asInt()));
        assertThat(outcomes).extracting(it -> it.path("line").asInt()).containsExactly(1, 2, 4);
        assertThat(outcomes.get(0).path("stdout").asString()).isEqualTo("slow\n");
        assertThat(outcomes.get(1).path("stdout").asString()).isEqualTo("fast\n");
        assertThat(outcomes.get(2).path("stdoutBase64").asString()).isEqualTo("//4=");
        assertThat(outcomes).allSatisfy(it -> {
            assertThat(it.path("state").asString()).isEqualTo("completed");
            assertThat(it.path("exitCode").asInt()).isZero();
        });
    }
}
