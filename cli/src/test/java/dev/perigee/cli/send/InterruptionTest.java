package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ctrl-C while `send` waits for a command.
class InterruptionTest {
    private static final String CANCEL = "POST /api/v1/commands/" + Views.ID + "/cancel";

    private static final String SUBMIT = "POST /api/v1/commands";
    private static final String FOLLOW = "GET /api/v1/commands/" + Views.ID;

    private final FakeControlPlane server = new FakeControlPlane();
    private final AtomicReference<Runnable> ctrlC = new AtomicReference<>(() -> {});

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFirstCancelsAndTheEndIsWaitedFor() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(new Result.Cancelled(Output.of("part"), Output.EMPTY, 40));

        server.before(FOLLOW, () -> {
            press();
            awaitCancel();
        });
        Ran ran = send();

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stdout()).isEqualTo("part");
        assertThat(ran.stderr())
                .contains("cancelling command " + Views.ID + "; Ctrl-C again leaves it to itself", "was cancelled");
    }

    @Test
    void aProgramThatEndsByItselfAfterAllKeepsItsExitCode() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(Views.completed(7, "done"));

        server.before(FOLLOW, () -> {
            press();
            awaitCancel();
        });
        Ran ran = send();

        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(ran.stdout()).isEqualTo("done");
    }

    @Test
    void theSecondLeavesTheCommandToItself() {
        server.then(Views.in(CommandState.ACKNOWLEDGED));
        endsWith(Views.completed(0, ""));

        server.before(FOLLOW, () -> {
            press();
            press();
        });
        Ran ran = send();

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stderr()).contains("left to itself: `perigee command " + Views.ID + "`");
    }

    @Test
    void beforeTheCommandIsAcceptedItIsCancelledAsSoonAsItIs() {
        server.then(Views.in(CommandState.QUEUED));
        endsWith(Result.Cancelled.NEVER_BEGUN);
        server.before(SUBMIT, this::press).before(FOLLOW, this::awaitCancel);

        Ran ran = send();

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stderr()).contains("cancelling command as soon as it is accepted", "was cancelled");
    }

    @Test
    void twiceBeforeTheCommandIsAcceptedSaysThatItIsNotKnown() {
        server.then(Views.in(CommandState.QUEUED));
        Thread client = Thread.currentThread();
        server.before(SUBMIT, () -> {
            press();
            press();
            // An answer that comes before it has noticed would say that the command was accepted.
            while (client.isInterrupted()) {
                Thread.onSpinWait();
            }
        });

        Ran ran = send();

        assertThat(ran.exitCode()).isEqualTo(130);
        assertThat(ran.stderr()).contains("whether it was accepted is not known");
    }

    private void press() {
        ctrlC.get().run();
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

    private Ran send() {
        return Ran.client(ctrlC::set, server, "send", "local", "--", "sleep", "60");
    }
}
