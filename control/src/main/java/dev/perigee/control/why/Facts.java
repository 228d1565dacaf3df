package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.fleet.Silence;
import dev.perigee.protocol.api.Liveness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known about a command at `now`: how many are queued before it, its satellite if that is registered, and the
/// settings that decide.
public record Facts(
        Command command, long queuedBefore, @Nullable Machine satellite, Settings settings, Instant now) {
    /// A registered satellite: how many deliveries its open session takes now, if one is open; how many commands it
    /// has acknowledged and not ended; how many it runs at once, if it said so.
    public record Machine(
            Liveness liveness,
            Instant lastSeen,
            @Nullable Integer credit,
            int running,
            @Nullable Integer maxConcurrent) {}

    /// How the control plane is configured.
    public record Settings(Duration lease, Redelivery redelivery, Duration resultGrace, Silence silence) {}

    boolean isPast(Instant time) {
        return !now.isBefore(time);
    }
}
