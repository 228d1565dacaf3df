package dev.perigee.control.live;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.delivery.ProgressNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one running command, and who reads it. Guarded by `LiveOutput`'s monitor.
final class LiveEntry {
    final LiveRing stdout;
    final LiveRing stderr;
    final List<Runnable> readers = new ArrayList<>(1);

    /// The satellite that runs the command; unknown until that satellite has something to say.
    @Nullable
    SatelliteId owner;

    @Nullable
    ProgressNote note;

    @Nullable
    Instant endedAt;

    LiveEntry(int ringMax) {
        this.stdout = new LiveRing(StreamName.STDOUT, ringMax);
        this.stderr = new LiveRing(StreamName.STDERR, ringMax);
    }

    LiveRing ring(StreamName stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }

    long size() {
        return stdout.size() + stderr.size();
    }

    void clear() {
        stdout.clear();
        stderr.clear();
    }
}
