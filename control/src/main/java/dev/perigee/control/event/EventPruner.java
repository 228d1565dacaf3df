package dev.perigee.control.event;

import dev.perigee.control.upkeep.Duty;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes events that were kept long enough, and the oldest of too many, a few at a time.
public final class EventPruner implements Duty {
    static final int BATCH = 500;
    static final int BATCHES_A_RUN = 500;

    private final EventStore store;
    private final InstantSource clock;
    private final Keeping keeping;

    /// How long and how many.
    public record Keeping(Duration retention, long max) {}

    public EventPruner(EventStore store, InstantSource clock, Keeping keeping) {
        this.store = store;
        this.clock = clock;
        this.keeping = keeping;
    }

    @Override
    public String name() {
        return "event-pruner";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        int pruned = BATCH;
        for (int batch = 0; batch < BATCHES_A_RUN && pruned == BATCH; batch++) {
            pruned = store.prune(clock.instant().minus(keeping.retention()), keeping.max(), BATCH);
        }
    }
}
