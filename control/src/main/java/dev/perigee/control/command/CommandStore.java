package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps commands. Every method may be called from any thread and blocks until it is done. Throws `StoreUnavailable`
/// when the store cannot do its work now (disk full, I/O error); then nothing of the call has happened. Throws
/// `OutcomeUnknown` when it lost sight of a commit; then all of the call has happened or nothing.
public interface CommandStore {
    /// For how long a caller's idempotency key leads to the command it was first used for.
    Duration KEY_KEPT = Duration.ofHours(24);

    /// Adds a command, durable when this returns, unless its caller used its key within `KEY_KEPT` before, or another
    /// stands in for the same dead letter already: then nothing is added. Commands get their place in the order of
    /// submission here.
    Insertion insert(Command command);

    Optional<Command> find(CommandId id);

    /// The commands of these ids that exist, in any order.
    List<Command> findAll(List<CommandId> ids);

    /// The next queued commands of a satellite that are not held back: the most urgent first, then in the order of
    /// submission; expired ones included.
    List<Command> queued(SatelliteId satellite, int max);

    /// How many commands are queued before this one for its satellite, in that order; of those not held back.
    long queuedBefore(Command command);

    /// How many commands are queued for each satellite that has any, held back ones included.
    Map<SatelliteId, Long> queueDepths();

    /// The commands that have left the queue, are to be cancelled and have not ended, in the order of submission.
    List<Command> cancelling(int max);

    /// Applies each move whose command still has the revision it was decided on, all of them or, when this throws,
    /// none. Returns which were applied, in the order given. Moves that must be durable are on disk when this
    /// returns.
    List<Boolean> apply(List<Decision.Move> moves);

    /// Queued commands that were held back until `now` or earlier, the longest over first.
    List<Command> holdOver(Instant now, int max);

    /// Leased commands that may be offered again and whose lease ended at or before `now`, the longest over first.
    List<Command> leaseOver(Instant now, int max);

    /// Leased commands that may not be offered again and whose lease ended at or before `now`, the longest over first.
    List<Command> lastLeaseOver(Instant now, int max);

    /// Queued commands, not held back, whose time to live ended at or before `now`, the longest over first.
    List<Command> timeToLiveOver(Instant now, int max);

    /// Acknowledged commands whose execution timeout, counted from the acknowledgement, ended at or before `now`, the
    /// longest over first.
    List<Command> executionOver(Instant now, int max);

    /// The newest first, without their results.
    List<Command> list(CommandQuery query);

    /// Deletes at most `max` commands that came to the terminal `state` before `endedBefore`, the earliest submitted
    /// first, with their results; those whose idempotency key is kept at `now` stay. Returns how many were deleted.
    /// May be lost when the machine stops.
    int prune(CommandState state, Instant endedBefore, Instant now, int max);
}
