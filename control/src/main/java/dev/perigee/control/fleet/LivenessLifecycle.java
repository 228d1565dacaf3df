package dev.perigee.control.fleet;

import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// When a satellite becomes live, stale or dead, and why: a pure function. Silence counts only while the control plane
/// listens, so that nobody is blamed who could not have reported.
final class LivenessLifecycle {
    private LivenessLifecycle() {}

    /// What follows from a sign of life; nothing when the satellite is live already.
    static Optional<LivenessChange> heard(Standing standing, Instant at, String how) {
        return switch (standing.state()) {
            case LIVE -> Optional.empty();
            case STALE, DEAD -> Optional.of(new LivenessChange(Liveness.LIVE, at, "it " + how + " again"));
        };
    }

    /// What follows from its being `now`, to a control plane that has listened since `listening`; ask again with what
    /// came of it, until there is nothing more.
    static Optional<LivenessChange> passed(Standing standing, Silence silence, Instant listening, Instant now) {
        return switch (standing.state()) {
            case LIVE ->
                at(
                        later(standing.heard(), listening).plus(silence.staleAfter()),
                        now,
                        Liveness.STALE,
                        () -> "no sign of life for " + Durations.format(silence.staleAfter())
                                + lastSeen(standing, listening));
            case STALE ->
                at(
                        later(standing.now().at(), listening).plus(silence.deadAfter()),
                        now,
                        Liveness.DEAD,
                        () -> "no sign of life for a further " + Durations.format(silence.deadAfter())
                                + lastSeen(standing, listening));
            case DEAD -> Optional.empty();
        };
    }

    private static Optional<LivenessChange> at(Instant due, Instant now, Liveness state, Supplier<String> why) {
        return now.isBefore(due) ? Optional.empty() : Optional.of(new LivenessChange(state, due, why.get()));
    }

    private static String lastSeen(Standing standing, Instant listening) {
        return ", last seen " + standing.heard()
                + (listening.isAfter(standing.heard()) ? ", and the control plane listens since " + listening : "");
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
