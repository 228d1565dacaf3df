package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ctrl-C while `send` waits for a command.
class InterruptionTest {
    private static final String CANCEL = "POST /api/v1/commands/" + Views.ID + "/cancel";

    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFirstCancelsAndTheEndIsWaitedFor() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(new Result.Cancelled(Output.of("part"), Output.EMPTY, 40));

        Ran ran = send(action -> {
            action.run();
            awaitCancel();
        });

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stdout()).isEqualTo("part");
        assertThat(ran.stderr())
                .contains("cancelling command " + Views.ID + "; Ctrl-C again leaves it to itself", "was cancelled");
    }

    @Test
    void aProgramThatEndsByItselfAfterAllKeepsItsExitCode() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(Views.completed(7, "done"));

        Ran ran = send(action -> {
            action.run();
            awaitCancel();
        });

        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(ran.stdout()).isEqualTo("done");
    }

    @Test
    void theSecondLeavesTheCommandToItself() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(Views.completed(0, ""));

        Ran ran = send(action -> {
            action.run();
            action.run();
        });

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stderr()).contains("left to itself: `perigee command " + Views.ID + "`");
    }

    private void endsWith(Result result) {
        for (int i = 0; i < 8; i++) {
            server.then(Views.ended(result));
        }
    }

    private void awaitCancel() {
        while (!server.requests().contains(CANCEL)) {
            Thread.onSpinWait();
        }
    }

    private Ran send(java.util.function.Consumer<Runnable> interrupts) {
        return Ran.client(interrupts::accept, server, "send", "local", "--", "sleep", "60");
    }
}
