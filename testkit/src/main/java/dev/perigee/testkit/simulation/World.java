package dev.perigee.testkit.simulation;

import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;

/// What everything in a run shares: the plan, chance, the time and what comes, the trace and the books.
record World(Plan plan, Chance chance, Events events, Trace trace, Books books) {
    static final Life ALWAYS = new Life();

    /// The records that are compared with what must never happen.
    record Books(
            CommandBook commands,
            RunBook runs,
            WaitBook waits,
            BroadcastBook broadcasts,
            LivenessBook liveness,
            ConfigBook configs) {}

    /// Whether there are still faults.
    boolean isFaulty() {
        return events.now().compareTo(plan.size().faultsEnd()) < 0;
    }

    /// Whether a fault of this probability happens now.
    boolean strikes(double probability) {
        return isFaulty() && chance.of(probability);
    }

    boolean has(Defect defect) {
        return plan.defect() == defect;
    }

    void note(String what) {
        trace.note(events.now(), what);
    }

    void after(Duration delay, Side side, Life life, Runnable action) {
        events.after(delay, side, life, action);
    }
}
