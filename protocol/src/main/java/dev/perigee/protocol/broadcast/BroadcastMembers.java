package dev.perigee.protocol.broadcast;

import dev.perigee.protocol.SatelliteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the satellites that a broadcast is for, in the order in which they get their commands: all but the last
/// `pending` of them have one. `next` is what to ask `from` when there are more.
public record BroadcastMembers(
        List<SatelliteId> members, @Nullable Integer next) {
    public static final int LIMIT_DEFAULT = 1000;
    public static final int LIMIT_MAX = 10_000;

    public BroadcastMembers {
        members = List.copyOf(members);
    }
}
