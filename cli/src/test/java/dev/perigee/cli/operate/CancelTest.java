package dev.perigee.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {
    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itSaysWhatBecameOfTheCommand() {
        assertEnd(Result.Cancelled.NEVER_BEGUN, 0, "cancelled before it began");
        assertEnd(new Result.Cancelled(Output.EMPTY, Output.EMPTY, 40), 0, "cancelled while it ran, after 40 ms");
        assertEnd(Views.completed(3, ""), 1, "completed before the cancellation arrived (exit code 3)");
        assertEnd(new Result.TimedOut(Output.EMPTY, Output.EMPTY, 40), 1, "timed out before the cancellation arrived");
    }

    @Test
    void anEndWithoutAResultHasTheControlPlanesReason() {
        server.then(Views.cancelled(0, "cancelled by operator while queued"))
                .then(Views.cancelled(1, "never acknowledged"));

        assertThat(cancel().stdout()).isEqualTo(Views.ID + " cancelled before it was delivered\n");
        assertThat(cancel().stdout()).isEqualTo(Views.ID + " never acknowledged\n");
    }

    @Test
    void itWaitsForTheEndAndAsksAgainWhereItIsNotAnswered() {
        server.thenCut().then(Views.in(CommandState.ACKNOWLEDGED)).then(Views.ended(Result.Cancelled.NEVER_BEGUN));

        assertThat(cancel().exitCode()).isZero();
        assertThat(server.requests())
                .contains(
                        "POST /api/v1/commands/" + Views.ID + "/cancel?wait=30s",
                        "GET /api/v1/commands/" + Views.ID + "?wait=30s");
    }

    @Test
    void aCommandThatDoesNotEndIsSaid() {
        for (int i = 0; i < 200; i++) {
            server.then(Views.in(CommandState.ACKNOWLEDGED));
        }

        Ran ran = cancel("--wait", "5s");

        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).contains("is still acknowledged after 5s", "perigee why " + Views.ID);
    }

    @Test
    void withoutWaitingItIsAskedOnce() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));

        assertThat(cancel("--wait", "0s").exitCode()).isZero();
        assertThat(server.requests()).containsExactly("POST /api/v1/commands/" + Views.ID + "/cancel");
    }

    @Test
    void jsonIsTheCommand() {
        server.then(Views.ended(Result.Cancelled.NEVER_BEGUN));

        assertThat(cancel("-o", "json").stdout()).startsWith("{\"id\":\"" + Views.ID + "\"");
    }

    @Test
    void whatIsWrongIsOneLine() {
        server.then(Problem.of(ProblemType.COMMAND_UNKNOWN, "no command has the id"));

        assertThat(cancel().exitCode()).isEqualTo(125);
        assertThat(Ran.client(server, "", "cancel").stderr()).contains("ID is missing");
        assertThat(cancel("--wait", "soon").stderr()).contains("--wait \"soon\"");
    }

    private void assertEnd(Result result, int exitCode, String words) {
        server.then(Views.ended(result));
        Ran ran = cancel();
        assertThat(ran.exitCode()).isEqualTo(exitCode);
        assertThat(ran.stdout()).isEqualTo(Views.ID + " " + words + "\n");
    }

    private Ran cancel(String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "cancel";
        words[1] = Views.ID.value();
        System.arraycopy(more, 0, words, 2, more.length);
        return Ran.client(server, "", words);
    }
}
