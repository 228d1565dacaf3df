package dev.perigee.control.broadcast;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps broadcasts, and adds their commands to those of the `CommandStore` beside it. Every method may be called
/// from any thread and blocks until it is done; what it wrote is durable then. Throws `StoreUnavailable` like
/// `CommandStore`. That store prunes no command of a broadcast that has not ended.
public interface BroadcastStore {
    /// For how long a caller's idempotency key leads to the broadcast it was first used for.
    Duration KEY_KEPT = Duration.ofHours(24);

    /// Adds a broadcast with its members, unless its caller used its key within `KEY_KEPT` before or `liveMax`
    /// broadcasts have not ended: then nothing is added.
    Acceptance insert(Broadcast broadcast, List<SatelliteId> members, int liveMax);

    Optional<Broadcast> find(BroadcastId id);

    /// The one that `key` leads to at `now`.
    Optional<Broadcast> keyed(String caller, String key, Instant now);

    /// Those that have not ended, in the order of submission.
    List<Broadcast> live(int max);

    /// Those of a team, if one is given, the newest first.
    List<Broadcast> list(@Nullable TeamName team, int max);

    /// The members from position `from` on, in their order, at most `max`.
    List<SatelliteId> members(BroadcastId id, int from, int max);

    /// How many of its commands are in which state; of those that were there when this was called at the least.
    Tally tally(BroadcastId id);

    /// Its commands, with their results, by satellite, of those after `after` and of one state if these are given.
    List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max);

    /// Its commands that have not ended and are not to be cancelled yet.
    List<Command> uncancelled(BroadcastId id, int max);

    /// Applies the move and adds `created`, the commands that come with it, if the broadcast still has the revision
    /// it was decided on; else nothing. Returns which.
    boolean apply(BroadcastDecision.Move move, List<Command> created);

    /// Deletes at most `max` broadcasts that ended before `endedBefore`, the earliest submitted first, but not
    /// their commands. Returns how many.
    int prune(Instant endedBefore, int max);
}
