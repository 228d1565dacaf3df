package dev.perigee.control.upkeep;

import dev.perigee.control.audit.AuditStore;
import java.time.Duration;
import java.time.InstantSource;

/// Removes entries that were kept long enough, a few at a time.
public record AuditPruner(AuditStore store, InstantSource clock, Duration retention) implements Duty {
    private static final int BATCH = 1_000;
    private static final int BATCHES_A_RUN = 100;

    @Override
    public String name() {
        return "audit-pruner";
    }

    @Override
    public Duration period() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        int pruned = 1;
        for (int batch = 0; batch < BATCHES_A_RUN && pruned > 0; batch++) {
            pruned = store.prune(clock.instant().minus(retention), BATCH);
        }
    }
}
