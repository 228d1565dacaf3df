package dev.perigee.control.broadcast;

import dev.perigee.control.upkeep.Duty;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes broadcasts that ended longer than `kept` ago.
public record BroadcastPruner(BroadcastStore store, InstantSource clock, Duration kept) implements Duty {
    private static final Logger log = LoggerFactory.getLogger(BroadcastPruner.class);
    private static final int BATCH = 100;

    @Override
    public String name() {
        return "broadcast-pruner";
    }

    @Override
    public Duration period() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        int pruned = store.prune(clock.instant().minus(kept), BATCH);
        if (pruned > 0) {
            log.atInfo().addKeyValue("broadcasts", pruned).log("broadcasts pruned");
        }
    }
}
