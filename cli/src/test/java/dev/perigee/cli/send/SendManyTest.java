package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendManyTest {
    private final FakeControlPlane server =
            new FakeControlPlane().commands(submission -> Views.ended(submission, Views.completed(0, "")));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyLineHasItsResultUnderItsNumberAndBlankLinesHaveNone() {
        Ran ran = send("""
                {"to":"local","run":["echo","a"]}

                {"to":"local","run":["echo","b"],"timeout":"10s","key":"k","env":{"A":"b"},"dir":"/tmp"}
                """);
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout().lines().sorted())
                .containsExactly(
                        result(
                                1,
                                "\"state\":\"completed\",\"exitCode\":0,\"stdout\":\"\",\"stderr\":\"\","
                                        + "\"durationMillis\":12"),
                        result(
                                3,
                                "\"state\":\"completed\",\"exitCode\":0,\"stdout\":\"\",\"stderr\":\"\","
                                        + "\"durationMillis\":12"));
        assertThat(server.submissions().stream().map(Submission::command))
                .contains(new CommandSpec.Exec("echo", List.of("b"), Map.of("A", "b"), "/tmp"));
        assertThat(ran.stderr()).isEmpty();
    }

    @Test
    void badLinesAreNamedByTheirNumberAndTheOthersGoOn() {
        Ran ran = send("""
                {"to":"local","run":["echo"],"timout":"1s"}
                not json
                {"to":"local"}
                {"run":["x"]}
                {"to":"local","run":["echo"]}
                {"to":"local","run":["echo"],"timeout":"1s","timeout":"2s"}
                {"to":"local","run":["echo"],"ttl":"1s"}
                """);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stdout().lines().filter(line -> line.contains("\"completed\"")))
                .hasSize(1);
        assertThat(ran.stdout().lines().filter(line -> line.contains("\"state\":\"invalid\"")))
                .hasSize(6);
        assertThat(ran.stderr().lines().sorted().toList())
                .hasSize(6)
                .satisfies(lines -> assertThat(lines.getFirst())
                        .isEqualTo("perigee: line 1: unknown field \"timout\": did you mean \"timeout\"?"))
                .satisfies(lines -> assertThat(lines.getLast()).contains("line 7", "ttl \"1s\": expected 5s to 7d"));
    }

    @Test
    void aCommandThatFailsMakesTheWholeExitWithOne() {
        server.commands(submission -> Views.ended(submission, Views.completed(3, "")));
        Ran ran = send("{\"to\":\"local\",\"run\":[\"false\"]}\n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stdout()).contains("\"exitCode\":3");
    }

    @Test
    void aRefusedLineSaysWhy() {
        server.commands(_ -> Problem.of(ProblemType.SATELLITE_UNKNOWN, "satellite \"mars\": expected another"));
        Ran ran = send("{\"to\":\"mars\",\"run\":[\"x\"]}");
        assertThat(ran.stdout()).contains("\"line\":1,\"state\":\"refused\"", "mars");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void tooManyAtOnceAndLostConnectionsAreTriedAgainWithOneKeyEach() {
        server.then(Problem.of(ProblemType.TOO_MANY_WAITS, "too many")).thenCut();
        Ran ran = send("{\"to\":\"local\",\"run\":[\"a\"]}\n{\"to\":\"local\",\"run\":[\"b\"]}\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout().lines()).hasSize(2);
        assertThat(server.submissions()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(server.submissions().stream().map(Submission::key).distinct())
                .hasSize(2);
    }

    @Test
    void aThousandLinesAllHaveTheirResult() {
        Ran ran = send("{\"to\":\"local\",\"run\":[\"x\"]}\n".repeat(1000));
        assertThat(ran.stdout().lines()).hasSize(1000);
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void aFileThatCannotBeReadIsPerigeesOwnFailure() {
        Ran ran = Ran.client(server, "", "send", "--file", "/nowhere/at/all");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: --file \"/nowhere/at/all\": expected a file that can be read\n");
    }

    @Test
    void optionsThatBelongInTheLinesAreRefused() {
        assertThat(Ran.client(server, "", "send", "--file", "-", "--timeout", "5s")
                        .stderr())
                .contains("--file takes only");
        assertThat(Ran.client(server, "", "send", "--file", "-", "--parallel", "0")
                        .stderr())
                .contains("--parallel \"0\": expected 1 to 4096");
    }

    private static String result(int line, String rest) {
        return "{\"line\":" + line + ",\"id\":\"" + Views.ID + "\"," + rest + "}";
    }

    private Ran send(String lines) {
        return Ran.client(server, lines, "send", "--file", "-");
    }
}
