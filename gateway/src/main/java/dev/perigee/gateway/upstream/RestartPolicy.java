package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// When a server that crashed is started again: at once if it ran for long, else after 1, 5 and 15 s, by how often
/// it crashed within half an hour; not at all after three crashes within five minutes. A value; `after` gives the
/// next one.
public record RestartPolicy(List<Instant> crashes) {
    static final Duration WINDOW = Duration.ofMinutes(5);
    static final Duration MEMORY = Duration.ofMinutes(30);
    static final int CRASHES_MAX = 3;
    static final Duration LONG = Duration.ofSeconds(60);

    private static final List<Duration> DELAYS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

    public static final RestartPolicy FRESH = new RestartPolicy(List.of());

    /// What to do about a crash.
    public sealed interface Verdict {
        record StartIn(Duration delay) implements Verdict {}

        record GiveUp() implements Verdict {}
    }

    public RestartPolicy {
        crashes = List.copyOf(crashes);
    }

    /// With a crash at `now`; those that are long ago are forgotten.
    public RestartPolicy after(Instant now) {
        List<Instant> recent = new ArrayList<>(crashes.stream()
                .filter(crash -> crash.plus(MEMORY).isAfter(now))
                .toList());
        recent.add(now);
        return new RestartPolicy(recent);
    }

    /// About the last crash, before which the server ran for `ran`.
    public Verdict verdict(Duration ran) {
        if (lately() >= CRASHES_MAX) {
            return new Verdict.GiveUp();
        }
        return new Verdict.StartIn(
                ran.compareTo(LONG) > 0
                        ? Duration.ZERO
                        : DELAYS.get(Math.clamp(crashes.size() - 1, 0, DELAYS.size() - 1)));
    }

    /// How many crashes count against it, up to the last one.
    public int lately() {
        return crashes.isEmpty()
                ? 0
                : (int) crashes.stream()
                        .filter(crash -> crash.plus(WINDOW).isAfter(crashes.getLast()))
                        .count();
    }
}
