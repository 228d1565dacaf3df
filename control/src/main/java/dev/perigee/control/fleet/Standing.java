package dev.perigee.control.fleet;

import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// How a satellite stands: its last few changes, the newest last, and when it last showed itself.
public record Standing(List<LivenessChange> changes, Instant heard) {
    static final int CHANGES_MAX = 10;

    public Standing {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a satellite stands somehow");
        }
    }

    /// Live, as one is that showed itself `at` for the first time.
    static Standing begin(Instant at, String why) {
        return new Standing(List.of(new LivenessChange(Liveness.LIVE, at, why)), at);
    }

    public LivenessChange now() {
        return changes.getLast();
    }

    public Liveness state() {
        return now().state();
    }

    Standing heard(Instant at) {
        return new Standing(changes, at);
    }

    /// Neither heard nor changed later than `now`, as it would be after a clock was put back.
    Standing notAfter(Instant now) {
        LivenessChange last = now();
        List<LivenessChange> all = changes;
        if (last.at().isAfter(now)) {
            all = Stream.concat(
                            changes.subList(0, changes.size() - 1).stream(),
                            Stream.of(new LivenessChange(last.state(), now, last.why())))
                    .toList();
        }
        return new Standing(all, heard.isAfter(now) ? now : heard);
    }

    Standing became(LivenessChange change) {
        List<LivenessChange> all =
                Stream.concat(changes.stream(), Stream.of(change)).toList();
        return new Standing(all.subList(Math.max(0, all.size() - CHANGES_MAX), all.size()), heard);
    }
}
