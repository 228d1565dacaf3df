package dev.perigee.control.upkeep;

import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.QueueDepths;
import java.time.Duration;

/// Counts anew how many commands are queued.
public record DepthKeeper(QueueDepths depths, CommandStore store) implements Duty {
    @Override
    public String name() {
        return "depth-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        depths.recount(store);
    }
}
