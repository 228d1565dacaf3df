package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Gives up acknowledged commands whose result is overdue: their satellite never came back.
public final class ResultReaper extends CommandSweep {
    private final Duration resultGrace;

    public ResultReaper(CommandStore store, Transitions transitions, InstantSource clock, Duration resultGrace) {
        super(store, transitions, clock);
        this.resultGrace = resultGrace;
    }

    @Override
    public String name() {
        return "result-reaper";
    }

    @Override
    public Duration period() {
        return Duration.ofMinutes(1);
    }

    @Override
    List<Command> due(CommandStore store, Instant now, int max) {
        return store.executionOver(now.minus(resultGrace), max);
    }

    @Override
    CommandEvent event() {
        return new CommandEvent.ResultChecked();
    }

    @Override
    String happened() {
        return "given up: no result came";
    }
}
