package dev.perigee.control.upkeep;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up acknowledged commands whose result is overdue: their satellite never came back.
public final class ResultReaper extends CommandSweep {
    private static final Logger log = LoggerFactory.getLogger(ResultReaper.class);

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
    void tell(Command moved) {
        log.atWarn()
                .addKeyValue("command", moved.id())
                .addKeyValue("satellite", moved.satellite())
                .addKeyValue("state", moved.status().state().wireName())
                .addKeyValue("attempts", moved.status().attempts())
                .log("given up: no result came");
    }
}
