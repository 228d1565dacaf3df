package dev.perigee.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the simulation is said to do does happen in it.
class CoverageTest {
    private static final long SEEDS = 60;

    private static final List<String> MOVES = List.of(
            " IMMEDIATE",
            " HIGH",
            " NORMAL",
            " LOW",
            "state=QUEUED, attempts=0",
            "state=QUEUED, attempts=1",
            "state=LEASED",
            "state=EXPIRED",
            "state=DEAD_LETTERED",
            "state=TIMED_OUT",
            "state=INTERRUPTED",
            "caller=ada",
            "caller=broadcast ",
            " is redriven as ",
            " asks again",
            " uses a key again: Failed[why=idempotency_key_reused]",
            "is refused: queue_full",
            "broadcast accepted",
            "state=RUNNING, created=2",
            "state=PAUSED",
            "state=STOPPING",
            "state=STOPPED",
            "state=ABORTING",
            "state=ABORTED",
            " resumes ",
            " is to cancel 1",
            " abandons its poll",
            "keeper changes global",
            "keeper takes ",
            "keeper rolls out group:",
            "keeper rolls out satellite:",
            "keeper resumes ",
            "state=ROLLED_BACK",
            "state=COMPLETED, wave=1",
            " cannot run ",
            " fails with ",
            " runs with ");

    private static final List<String> FAULTS = List.of(
            "lost: ",
            "doubled: ",
            " takes an old answer for a new one",
            "a network is cut",
            "clock is off by PT-",
            "clock is off by PT1",
            "a disk is full",
            "meanwhile:",
            "the store refuses",
            "the store cannot read",
            "the store gives no answer, and took effect: true",
            "crash in a store call",
            "is refused: internal",
            "crash after a store call",
            "control plane stops with its machine",
            "control plane drains",
            " crashes in append",
            " crashes in after force",
            "sat-1 stops with its machine",
            "sat-1 drains",
            " crashes in before its configuration is kept",
            " crashes in after its configuration is kept",
            "control plane stands still",
            "control plane cannot start",
            " asks in vain for its configuration",
            " comes back with ");

    @Test
    void eachMoveAndEachFaultHappens() {
        List<String> missing = new ArrayList<>(MOVES);
        missing.addAll(FAULTS);

        for (long seed = 1; seed <= SEEDS && !missing.isEmpty(); seed++) {
            Simulation.run(seed, Defect.NONE, line -> missing.removeIf(line::contains));
        }

        assertThat(missing).isEmpty();
    }
}
