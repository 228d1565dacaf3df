package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessSpec.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TerminateTest {
    private final Trees trees = new Trees();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void aTreeIsTerminatedFromItsFirstMoment() {
        RunningTree tree = trees.start(Trees.shell("exec sleep 100"));
        tree.terminate();

        assertThat(Trees.end(tree)).isInstanceOf(Outcome.Terminated.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void anyNumberOfThreadsMayAskAtAnyMoment() {
        RunningTree tree = trees.start(Trees.shell("exec sleep 100"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(tree::terminate);
            }
        }

        assertThat(Trees.end(tree)).isInstanceOf(Outcome.Terminated.class);
    }

    @Test
    void whoIgnoresTheRequestIsKilledAfterTheGrace() throws InterruptedException {
        RunningTree tree = trees.start(Trees.shell("trap '' TERM; sleep 100 & sleep 100; :"));
        Eventually.until("both sleep", () -> trees.alive().size() == 3);
        assertThat(tree.await(Duration.ofMillis(1))).isEmpty();

        long before = System.nanoTime();
        tree.terminate();
        Outcome outcome = Trees.end(tree);

        assertThat(outcome).isInstanceOf(Outcome.Terminated.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Trees.GRACE, Duration.ofSeconds(3));
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void afterTheEndTheOutcomeStands() {
        RunningTree tree = trees.start(Trees.shell("exit 3"));
        Outcome outcome = Trees.end(tree);

        tree.terminate();

        assertThat(tree.outcome()).containsSame(outcome);
        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
    }

    @Test
    void terminatingWhileItEndsGivesOneOfTheTwoOutcomes() {
        for (int i = 0; i < 30; i++) {
            RunningTree tree = trees.start(Trees.shell("exit 3"));
            tree.terminate();

            assertThat(Trees.end(tree)).isInstanceOfAny(Outcome.Exited.class, Outcome.Terminated.class);
        }
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void closingTerminatesAllTreesAndRefusesNewOnes() {
        RunningTree first = trees.start(Trees.shell("exec sleep 100"));
        RunningTree second = trees.start(Trees.shell("trap '' TERM; sleep 100; :"));

        trees.close();

        assertThat(first.outcome()).containsInstanceOf(Outcome.Terminated.class);
        assertThat(second.outcome()).containsInstanceOf(Outcome.Terminated.class);
        assertThat(trees.refused(Trees.shell("true")).reason()).isEqualTo(Start.Reason.CLOSED);
    }

    @Test
    void whoWasAskedToEndIsKilledSoonerWhenThatIsAskedForLater() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        RunningTree tree = trees.start(stubborn(), onceTerminating(asked));
        Eventually.until("it has begun", () -> trees.alive().size() == 2);
        tree.terminate();
        asked.await();

        tree.terminate(Trees.GRACE);

        assertThat(Trees.end(tree)).isInstanceOf(Outcome.Terminated.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void whoRanOutOfTimeIsKilledSoonerWhenThatIsAskedFor() throws InterruptedException {
        AtomicLong jump = new AtomicLong();
        try (Trees leaping = new Trees(Trees.GRACE, 1, () -> System.nanoTime() + jump.get())) {
            CountDownLatch asked = new CountDownLatch(1);
            Limits limits = Limits.within(Duration.ofHours(10));
            RunningTree tree = leaping.start(Trees.shell(limits, "trap '' TERM; sleep 100; :"), onceTerminating(asked));
            Eventually.until("it has begun", () -> leaping.alive().size() == 2);
            jump.set(Duration.ofHours(9).plusMinutes(1).toNanos());
            tree.bell().ring();
            asked.await();

            tree.terminate();

            assertThat(Trees.end(tree)).isInstanceOf(Outcome.TimedOut.class);
        }
    }

    @Test
    @Timeout(60)
    void closingWaitsForNoLongerGraceThanTheCommonOne() {
        RunningTree tree = trees.start(stubborn());
        Eventually.until("it has begun", () -> trees.alive().size() == 2);

        trees.close();

        assertThat(tree.outcome()).containsInstanceOf(Outcome.Terminated.class);
    }

    @Test
    void manyTreesRunSideBySide() throws Exception {
        List<Future<Outcome.Exited>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                String script = "sleep 0.1 & head -c %d /dev/zero; wait; exit %d".formatted(100_000 + i, i);
                runs.add(threads.submit(() -> trees.runToExit(Trees.shell(script))));
            }
        }
        for (int i = 0; i < 16; i++) {
            assertThat(runs.get(i).get().exitCode()).isEqualTo(i);
            assertThat(runs.get(i).get().stdout().totalBytes()).isEqualTo(100_000 + i);
        }
    }

    private static ProcessSpec stubborn() {
        return Trees.shell(
                Limits.within(Duration.ofHours(10)).withGrace(Duration.ofHours(1)), "trap '' TERM; sleep 100; :");
    }

    private static TreeListener onceTerminating(CountDownLatch asked) {
        return new TreeListener() {
            @Override
            public void happened(TreeEvent event) {
                if (event instanceof TreeEvent.Terminating) {
                    asked.countDown();
                }
            }
        };
    }
}
