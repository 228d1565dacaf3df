package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private final Trees trees = new Trees();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void manyCyclesLeaveNoZombieAndNoDescriptor() {
        trees.runToExit(Trees.shell("true"));
        int before = descriptors();

        for (int i = 0; i < 200; i++) {
            trees.runToExit(
                    ProcessSpec.of("cycle", Trees.AMPLE, i % 10 == 0 ? "/bin/sh" : "/bin/true", "-c", "true &"));
        }

        Eventually.until("no zombie is left", () -> Trees.zombies().isEmpty());
        Eventually.until("all descriptors are closed", () -> descriptors() <= before);
    }

    @Test
    void refusedStartsLeaveNoDescriptorAndNoZombie() {
        trees.refused(ProcessSpec.of("a", Trees.AMPLE, "true", "x".repeat(4 << 20)));
        int before = descriptors();

        for (int i = 0; i < 20; i++) {
            trees.refused(ProcessSpec.of("a", Trees.AMPLE, "true", "x".repeat(4 << 20)));
        }

        assertThat(Trees.zombies()).isEmpty();
        Eventually.until("all descriptors are closed", () -> descriptors() <= before);
    }

    @Test
    void adoptedOrphansAreReapedWhileTheirTreeRuns() {
        RunningTree tree = trees.start(Trees.shell("for i in 1 2 3 4 5; do (sleep 0.05 &) ; done; exec sleep 100"));

        Eventually.until(
                "the short sleeps were adopted and reaped", () -> trees.alive().size() == 1);
        Eventually.until("no zombie is left", () -> Trees.zombies().isEmpty());
        assertThat(tree.outcome()).isEmpty();
    }

    @Test
    void childrenOfOtherCodeKeepTheirExitStatus() throws IOException, InterruptedException {
        RunningTree tree = trees.start(Trees.shell("exec sleep 100"));

        for (int i = 0; i < 20; i++) {
            assertThat(new ProcessBuilder("/bin/sh", "-c", "exit 9").start().waitFor())
                    .isEqualTo(9);
        }

        assertThat(tree.outcome()).isEmpty();
    }

    @Test
    void sweepKillsWhatCarriesTheMarkerOfAnEarlierLifeAndNothingElse() {
        String old = trees.instance() + ":earlier";
        try (Trees host = new Trees()) {
            RunningTree survivor = host.start(exec("env PERIGEE_TREE=" + old + " sh -c 'sleep 100 & wait'"));
            RunningTree foreign = host.start(exec("env PERIGEE_TREE=x" + old + " sleep 100"));
            RunningTree current = trees.start(exec("sleep 100"));
            Eventually.until(
                    "both survivors carry the marker", () -> Trees.carrying(old).size() == 2);
            Eventually.until(
                    "the other marker is there", () -> Trees.carrying("x" + old).size() == 1);

            assertThat(trees.trees().sweep()).isEqualTo(2);

            assertThat(Trees.end(survivor))
                    .isInstanceOfSatisfying(
                            Outcome.Exited.class,
                            exited -> assertThat(exited.signal()).isEqualTo(9));
            assertThat(foreign.outcome()).isEmpty();
            assertThat(current.outcome()).isEmpty();
            assertThat(trees.trees().sweep()).isZero();
        }
    }

    @Test
    void sweepLeavesTheRunningTreesOfThisLifeAlone() {
        RunningTree tree = trees.start(Trees.shell("exec sleep 100").withEnvironment(Map.of("A", "b")));

        assertThat(trees.trees().sweep()).isZero();
        assertThat(tree.outcome()).isEmpty();
    }

    private static ProcessSpec exec(String commandLine) {
        return Trees.shell("exec " + commandLine);
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
