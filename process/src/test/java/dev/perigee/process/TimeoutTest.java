package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private final Trees trees = new Trees();
    private final List<TreeEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void aSilentCommandIsWarnedAndTerminatedOnTime() {
        Outcome outcome = run(Trees.shell(Trees.within(400), "exec sleep 100"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.wall()).isBetween(Duration.ofMillis(360), Duration.ofMillis(2_000));
        assertThat(events)
                .hasExactlyElementsOfTypes(TreeEvent.TimeoutNear.class, TreeEvent.Terminating.class)
                .first()
                .satisfies(event ->
                        assertThat(event.elapsed()).isBetween(Duration.ofMillis(320), Duration.ofMillis(1_500)));
    }

    @Test
    void whoIgnoresSigtermIsKilledWhenTheTimeIsOver() {
        Outcome outcome = run(Trees.shell(Trees.within(400), "trap '' TERM; while :; do sleep 100; done"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.wall()).isBetween(Duration.ofMillis(400), Duration.ofMillis(2_000));
        assertThat(events)
                .hasExactlyElementsOfTypes(
                        TreeEvent.TimeoutNear.class, TreeEvent.Terminating.class, TreeEvent.Killing.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void whoAnswersSigtermWithACodeOfItsOwnTimedOutNevertheless() {
        Outcome outcome =
                run(Trees.shell(Trees.within(600), "trap 'echo bye; exit 0' TERM; while :; do sleep 0.01; done"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.stdout().text()).isEqualTo("bye\n");
    }

    @Test
    void whoEndsAfterTheWarningExitedByItself() {
        RunningTree tree = trees.start(Trees.shell(Trees.within(3_000), "sleep 2.5; exit 5"), events::add);

        assertThat(Trees.end(tree))
                .isInstanceOfSatisfying(
                        Outcome.Exited.class,
                        exited -> assertThat(exited.exitCode()).isEqualTo(5));
        assertThat(events).hasExactlyElementsOfTypes(TreeEvent.TimeoutNear.class);
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheStages() {
        RunningTree tree = trees.start(Trees.shell(Trees.within(200), "exec sleep 100"), event -> {
            throw new IllegalStateException("from the listener");
        });

        assertThat(Trees.end(tree)).isInstanceOf(Outcome.TimedOut.class);
    }

    private Outcome run(ProcessSpec spec) {
        return Trees.end(trees.start(spec, events::add));
    }
}
