package dev.perigee.control.upkeep;

import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Wakeups;
import dev.perigee.control.dispatch.Cancellations;
import java.time.Duration;

/// Sees to it that a wish to cancel reaches its satellite though every hint of it was lost.
public record CancellationKeeper(Cancellations cancellations, CommandStore store, Wakeups wakeups) implements Duty {
    @Override
    public String name() {
        return "cancellation-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void run() {
        cancellations.refresh(store).forEach(wakeups::signal);
    }
}
