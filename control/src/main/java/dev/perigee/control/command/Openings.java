package dev.perigee.control.command;

import dev.perigee.protocol.SatelliteId;
import java.time.Instant;
import java.util.Optional;

/// Open channels that wait for the next command. One that is taken lets a new command be leased as it is inserted and
/// go out at once, without a way through the queue. Only speed may depend on it.
@FunctionalInterface
public interface Openings {
    Openings NONE = _ -> Optional.empty();

    /// Takes a channel to `satellite` on which nothing is under way, if there is one. Never blocks. Whoever takes it
    /// must use it or give it back.
    Optional<Opening> take(SatelliteId satellite);

    /// A channel that was taken.
    interface Opening {
        /// Until when a command that goes out now is leased.
        Instant leaseUntil();

        /// Hands over a command that is leased and durable.
        void deliver(Command leased);

        void giveBack();
    }
}
