package dev.perigee.control.broadcast;

import dev.perigee.protocol.broadcast.BroadcastState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a broadcast that changes. The first `created` members have their commands; `changedAt` is when it
/// came to its state, `reason` who or what brought it there, and `finalTally` what its commands came to, once it
/// has ended. `revision` counts the changes: it is what the store compares before it sets.
public record BroadcastStatus(
        BroadcastState state,
        int created,
        Instant changedAt,
        @Nullable String reason,
        @Nullable Tally finalTally,
        int revision) {
    public BroadcastStatus {
        if (state.isTerminal() != (finalTally != null)) {
            throw new IllegalArgumentException(state + " with the tally " + finalTally);
        }
    }

    /// Of a broadcast that was just submitted.
    public static BroadcastStatus accepted(Instant now) {
        return new BroadcastStatus(BroadcastState.RUNNING, 0, now, null, null, 0);
    }

    public Optional<Tally> tally() {
        return Optional.ofNullable(finalTally);
    }

    BroadcastStatus advanced(int more) {
        return new BroadcastStatus(state, created + more, changedAt, reason, null, revision + 1);
    }

    BroadcastStatus to(BroadcastState next, @Nullable String why, Instant now) {
        return new BroadcastStatus(next, created, now, why, null, revision + 1);
    }

    BroadcastStatus ended(BroadcastState end, Tally tally, Instant now) {
        return new BroadcastStatus(end, created, now, reason, tally, revision + 1);
    }
}
