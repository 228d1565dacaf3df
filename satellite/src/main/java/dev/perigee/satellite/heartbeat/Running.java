package dev.perigee.satellite.heartbeat;

import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that the satellite runs now: the leaders of its process trees, none where it has no process.
public record Running(
        Kind kind,
        String name,
        String state,
        boolean failing,
        List<Integer> leaders,
        @Nullable Integer tools) {
    public Running {
        leaders = List.copyOf(leaders);
    }
}
