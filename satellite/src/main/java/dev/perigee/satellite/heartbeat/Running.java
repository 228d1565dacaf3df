package dev.perigee.satellite.heartbeat;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that the satellite runs now: the leaders of its process trees, none where it has no process, and
/// the team that it is run for, where that is known.
public record Running(
        Kind kind,
        String name,
        String state,
        boolean failing,
        List<Integer> leaders,
        @Nullable Integer tools,
        @Nullable TeamName team) {
    public Running {
        leaders = List.copyOf(leaders);
    }
}
