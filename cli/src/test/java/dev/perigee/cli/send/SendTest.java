package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendTest {
    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theProgramsBytesAndExitCodeComeBackUnchanged() {
        byte[] stdout = {0, (byte) 0xff, '\n', (byte) 0x80, 'x'};
        server.then(Views.ended(new Result.Completed(7, Views.output(stdout), Output.of("oops\n"), 5)));
        Ran ran = send("local", "--", "echo", "hello");
        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(ran.stdoutBytes()).isEqualTo(stdout);
        assertThat(ran.stderr()).isEqualTo("oops\n");
    }

    @Test
    void everyOptionReachesTheSubmissionAndOptionsBehindTheDashesAreTheProgramsOwn() {
        server.then(Views.ended(Views.completed(0, "")));
        send(
                "local",
                "--timeout=5s",
                "--ttl=10s",
                "--priority=high",
                "--env",
                "A=b=c",
                "--dir=/tmp",
                "--idempotency-key=k1",
                "--idempotent",
                "--attempts=7",
                "--not-before=10m",
                "--correlation=night",
                "--",
                "ls",
                "--timeout",
                "@x",
                "--",
                "-o");
        assertThat(server.submissions())
                .containsExactly(new Submission(
                        Views.in(CommandState.QUEUED).to(),
                        new CommandSpec.Exec("ls", List.of("--timeout", "@x", "--", "-o"), Map.of("A", "b=c"), "/tmp"),
                        Priority.HIGH,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        true,
                        "k1",
                        7,
                        Views.SUBMITTED.plus(Duration.ofMinutes(10)),
                        "night"));
    }

    @Test
    void eachEndHasItsExitCodeAndOneLine() {
        assertEnd(new Result.TimedOut(Output.of("part"), Output.EMPTY, 5000), 124, "timed out: expected it to end");
        assertEnd(
                new Result.Failed(FailureCode.PROGRAM_NOT_ALLOWED, "rm is not allowed"),
                125,
                "program_not_allowed: rm is not allowed");
        assertEnd(new Result.Interrupted("satellite stopped", Output.EMPTY, Output.EMPTY), 125, "satellite stopped");
        assertEnd(new Result.Unsupported("exec"), 125, "unsupported");
        server.then(Views.in(CommandState.EXPIRED));
        assertThat(send("local", "--", "x").stderr()).contains("expired", "within 1m");
        server.then(Views.in(CommandState.DEAD_LETTERED));
        assertThat(send("local", "--", "x").exitCode()).isEqualTo(125);
    }

    @Test
    void outputThatWasCutOffIsSaidSo() {
        server.then(Views.ended(new Result.Completed(0, new Output(Views.utf8("ab"), 10), Output.EMPTY, 5)));
        Ran ran = send("local", "--", "x");
        assertThat(ran.stdout()).isEqualTo("ab");
        assertThat(ran.stderr()).isEqualTo("perigee: stdout was cut off: these are the first 2 of 10 bytes\n");
    }

    @Test
    void jsonIsOneDocumentWithTextOrBase64() {
        server.then(Views.ended(new Result.Completed(3, Output.of("hé\n"), Views.output((byte) 0xff), 5)));
        Ran ran = send("local", "-o", "json", "--", "x");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.stdout())
                .isEqualTo("{\"id\":\"" + Views.ID + "\",\"state\":\"completed\",\"exitCode\":3,\"stdout\":\"hé\\n\","
                        + "\"stderrBase64\":\"/w==\",\"durationMillis\":5}\n");
    }

    @Test
    void noWaitPrintsTheId() {
        server.then(Views.in(CommandState.QUEUED));
        Ran ran = send("local", "--no-wait", "--", "x");
        assertThat(ran.stdout()).isEqualTo(Views.ID + "\n");
        assertThat(server.requests()).containsExactly("POST /api/v1/commands");
    }

    @Test
    void pingSaysHowLongItTook() {
        server.commands(submission -> Views.ended(submission, Views.completed(0, "")));
        assertThat(send("local", "--ping").stdout()).isEqualTo("local answered in 0 ms\n");
    }

    @Test
    void aTypeGoesWithItsPayloadAndPrintsWhatCameOfIt() {
        server.then(Views.ended(Views.completed(1, "{}")));
        Ran ran = send("local", "--type", "kill", "--payload", "{\"server\":\"files\"}");
        assertThat(ran.stdout()).isEqualTo("{}");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(server.submissions())
                .singleElement()
                .matches(submission ->
                        submission.command().equals(new McpCommand.Kill("files")) && submission.idempotent());
    }

    @Test
    void whatATypeCannotBeIsSaid() {
        assertThat(send("local", "--type", "dance").stderr()).contains("--type \"dance\": expected configure, spawn");
        assertThat(send("local", "--type", "kill").stderr()).contains("server is missing");
        assertThat(send("local", "--type", "kill", "--", "x").stderr()).contains("--type takes no program");
        assertThat(send("local", "--type", "kill", "--ping").stderr()).contains("expected one of them");
        assertThat(send("local", "--payload", "{}").stderr()).contains("--payload is for a --type");
        assertThat(send("local", "--type", "spawn", "--payload", "@/no/such").stderr())
                .contains("/no/such");
        assertThat(send("local", "--type", "restart", "--payload", "{\"server\":\"a\",\"sever\":1}")
                        .stderr())
                .contains("sever");
        assertThat(send("local", "--type", "restart", "--payload", "[]").exitCode())
                .isEqualTo(125);
        assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void whatTheControlPlaneRefusesIsOneLine() {
        server.then(Problem.of(ProblemType.SATELLITE_UNKNOWN, "satellite \"mars\": expected a registered one"));
        Ran ran = send("mars", "--", "x");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: satellite \"mars\": expected a registered one\n");
    }

    @Test
    void aLostConnectionIsTriedAgainWithTheSameKey() {
        server.thenCut().then(Problem.of(ProblemType.DRAINING, "draining")).then(Views.ended(Views.completed(0, "ok")));
        Ran ran = send("local", "--", "x");
        assertThat(ran.stdout()).isEqualTo("ok");
        assertThat(server.submissions()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(server.submissions().stream().map(Submission::key).distinct())
                .hasSize(1);
    }

    @Test
    void aSubmissionThatIsNeverAcceptedIsGivenUpWhenItsTimeToLiveHasPassed() {
        server.commands(_ -> Problem.of(ProblemType.STORAGE_UNAVAILABLE, "the disk is full"));
        Ran ran = send("local", "--ttl=5s", "--", "x");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: the disk is full\n");
    }

    @Test
    void waitingGoesOnOverARestartOfTheControlPlane() {
        server.then(Views.in(CommandState.LEASED))
                .then(Problem.of(ProblemType.ROUTE_UNKNOWN, "this control plane has no streams"))
                .then(Views.in(CommandState.ACKNOWLEDGED))
                .thenCut()
                .then(Problem.of(ProblemType.DRAINING, "draining"))
                .then(Views.ended(Views.completed(0, "done")));
        Ran ran = send("local", "--", "x");
        assertThat(ran.stdout()).isEqualTo("done");
        assertThat(server.requests()).contains("GET /api/v1/commands/" + Views.ID + "?wait=30s");
    }

    @Test
    void whatIsMissingOrTooMuchOnTheCommandLineIsSaid() {
        assertThat(send().stderr()).contains("TARGET is missing");
        assertThat(send("local").stderr()).contains("PROGRAM is missing");
        assertThat(send("local", "--ping", "--", "x").stderr()).contains("--ping takes no program");
        assertThat(send("Local", "--", "x").stderr()).contains("satellite \"Local\": expected 1 to 63");
        assertThat(send("local", "--timeout=soon", "--", "x").stderr()).contains("timeout \"soon\"");
        assertThat(send("local", "uname", "-a").stderr()).contains("\"-a\"", "stand behind --");
        assertThat(send("local", "--env", "x", "--", "x").exitCode()).isEqualTo(125);
        assertThat(send("local", "--not-before=soon", "--", "x").stderr())
                .contains("--not-before \"soon\": expected a time such as 2026-01-31T06:00:00Z, or from now");
        assertThat(send("local", "--not-before=999999999999d", "--", "x").stderr())
                .contains("--not-before \"999999999999d\": expected a time");
        assertThat(send("local", "--attempts=0", "--", "x").stderr()).contains("attempts \"0\"");
    }

    @Test
    void theWaitReachesBeyondTheNotBeforeTime() {
        server.commands(submission -> Views.in(CommandState.QUEUED));
        for (int i = 0; i < 100; i++) {
            server.then(Views.in(CommandState.QUEUED));
        }
        Ran ran = send("local", "--ping", "--ttl=5s", "--timeout=1s", "--not-before=2026-01-01T00:00:02Z");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(server.submissions().getFirst().notBefore()).isEqualTo("2026-01-01T00:00:02Z");
    }

    private void assertEnd(Result result, int exitCode, String line) {
        server.then(Views.ended(result));
        Ran ran = send("local", "--", "x");
        assertThat(ran.exitCode()).isEqualTo(exitCode);
        assertThat(ran.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(line);
    }

    private Ran send(String... words) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("send"), java.util.stream.Stream.of(words))
                .toArray(String[]::new);
        return Ran.client(server, "", all);
    }
}
