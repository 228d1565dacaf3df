package dev.perigee.control.upkeep;

import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes commands that have been over for as long as those of their state are kept; a state without a retention is
/// kept for ever. It does so a few at a time, so that whoever writes meanwhile waits no
/// longer than for another writer.
public final class HistoryPruner implements Duty {
    /// A batch takes about as long as a commit under load.
    static final int BATCH = 100;
    /// So that a backlog does not keep the other duties waiting.
    static final int BATCHES_A_RUN = 200;

    private static final Logger log = LoggerFactory.getLogger(HistoryPruner.class);

    private final CommandStore store;
    private final InstantSource clock;
    private final Map<CommandState, Duration> retention;

    public HistoryPruner(CommandStore store, InstantSource clock, Map<CommandState, Duration> retention) {
        this.store = store;
        this.clock = clock;
        this.retention = Map.copyOf(retention);
    }

    @Override
    public String name() {
        return "history-pruner";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        int batches = BATCHES_A_RUN;
        for (Map.Entry<CommandState, Duration> kept : retention.entrySet()) {
            CommandState end = kept.getKey();
            int pruned = 0;
            int last = BATCH;
            while (last == BATCH && batches-- > 0) {
                last = store.prune(end, now.minus(kept.getValue()), now, BATCH);
                pruned += last;
            }
            if (pruned > 0) {
                log.atInfo()
                        .addKeyValue("state", end.wireName())
                        .addKeyValue("commands", pruned)
                        .log("history pruned");
            }
        }
    }
}
