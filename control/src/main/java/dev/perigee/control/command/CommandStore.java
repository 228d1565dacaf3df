package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps commands. Every method may be called from any thread and blocks until it is done. Throws `StoreUnavailable`
/// when the store cannot do its work now (disk full, I/O error); then nothing of the call has happened.
public interface CommandStore {
    /// For how long a caller's idempotency key leads to the command it was first used for.
    Duration KEY_KEPT = Duration.ofHours(24);

    /// Adds a command, durable when this returns, unless its caller used its key within `KEY_KEPT` before: then
    /// nothing is added. Commands get their place in the order of submission here.
    Insertion insert(Command command);

    Optional<Command> find(CommandId id);

    /// The commands of these ids that exist, in any order.
    List<Command> findAll(List<CommandId> ids);

    /// The next queued commands of a satellite: the most urgent first, then in the order of submission; expired ones
    /// included.
    List<Command> queued(SatelliteId satellite, int max);

    /// Applies each move whose command still has the revision it was decided on, all of them or, when this throws,
    /// none. Returns which were applied, in the order given. Moves that must be durable are on disk when this
    /// returns.
    List<Boolean> apply(List<Decision.Move> moves);

    /// Leased commands whose lease ended at or before `now`, the longest over first.
    List<Command> leaseOver(Instant now, int max);

    /// Queued commands whose time to live ended at or before `now`, the longest over first.
    List<Command> timeToLiveOver(Instant now, int max);

    /// Acknowledged commands whose execution timeout, counted from the acknowledgement, ended at or before `now`, the
    /// longest over first.
    List<Command> executionOver(Instant now, int max);

    /// The newest first, without their results.
    List<Command> list(CommandQuery query);
}
