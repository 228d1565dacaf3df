package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeoutTest {
    /// Each output wakes the supervisor, which then looks at the clock.
    private static final String TICKING = "while :; do echo tick; sleep 0.01; done";

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
        assertThat(outcome.wall()).isBetween(Duration.ofMillis(360), Duration.ofSeconds(5));
        assertThat(events.getFirst()).isInstanceOf(TreeEvent.TimeoutNear.class);
        assertThat(events.getFirst().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(320));
        assertThat(events.get(1)).isInstanceOf(TreeEvent.Terminating.class);
        assertThat(events.get(1).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(360));
    }

    @Test
    void whoIgnoresSigtermIsKilledWhenTheTimeIsOver() {
        Outcome outcome = run(Trees.shell(Trees.within(400), "trap '' TERM; while :; do sleep 100; done"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.wall()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
        assertThat(events)
                .hasExactlyElementsOfTypes(
                        TreeEvent.TimeoutNear.class, TreeEvent.Terminating.class, TreeEvent.Killing.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void whoAnswersSigtermWithACodeOfItsOwnTimedOutNevertheless() {
        AtomicLong clock = new AtomicLong();
        try (Trees timed = new Trees(Trees.GRACE, 1, clock::get)) {
            Heard heard = new Heard();
            RunningTree tree =
                    timed.start(Trees.shell(Trees.within(100_000), "trap 'echo bye; exit 0' TERM; " + TICKING), heard);
            // A shell that has not come to its trap yet dies of the signal.
            heard.awaitFirstWord();

            clock.set(Duration.ofSeconds(95).toNanos());

            assertThat(Trees.end(tree)).isInstanceOf(Outcome.TimedOut.class);
            assertThat(Trees.end(tree).stdout().text()).endsWith("bye\n");
            assertThat(events).hasExactlyElementsOfTypes(TreeEvent.TimeoutNear.class, TreeEvent.Terminating.class);
        }
    }

    @Test
    void whoEndsAfterTheWarningExitedByItself(@TempDir Path directory) {
        AtomicLong clock = new AtomicLong();
        Path warned = directory.resolve("warned");
        try (Trees timed = new Trees(Trees.GRACE, 1, clock::get)) {
            String script = "while [ ! -e %s ]; do echo tick; sleep 0.01; done; exit 5".formatted(warned);
            RunningTree tree = timed.start(Trees.shell(Trees.within(100_000), script), event -> {
                events.add(event);
                create(warned);
            });

            clock.set(Duration.ofSeconds(85).toNanos());

            assertThat(Trees.end(tree))
                    .isInstanceOfSatisfying(
                            Outcome.Exited.class,
                            exited -> assertThat(exited.exitCode()).isEqualTo(5));
            assertThat(events).hasExactlyElementsOfTypes(TreeEvent.TimeoutNear.class);
        }
    }

    @Test
    void aListenerThatThrowsDoesNotStopTheStages() {
        RunningTree tree = trees.start(Trees.shell(Trees.within(200), "exec sleep 100"), event -> {
            throw new IllegalStateException("from the listener");
        });

        assertThat(Trees.end(tree)).isInstanceOf(Outcome.TimedOut.class);
    }

    /// Notes the events, and that the tree has written something.
    private final class Heard implements TreeListener {
        private final CountDownLatch word = new CountDownLatch(1);

        @Override
        public void happened(TreeEvent event) {
            events.add(event);
        }

        @Override
        public void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
            word.countDown();
        }

        void awaitFirstWord() {
            Eventually.until("the tree has written something", () -> word.getCount() == 0);
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(ProcessSpec spec) {
        return Trees.end(trees.start(spec, events::add));
    }
}
