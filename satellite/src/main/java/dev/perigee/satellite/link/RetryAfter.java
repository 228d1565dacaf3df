package dev.perigee.satellite.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a control plane that was asked too often wants to be left alone, as its `Retry-After` says in seconds.
final class RetryAfter {
    /// However long it says: nobody can make a satellite fall silent for longer.
    static final Duration MAX = Duration.ofMinutes(5);

    private static final int TOO_MANY = 429;

    private RetryAfter() {}

    /// Zero when the answer is another or does not say.
    static Duration of(int status, @Nullable String header) {
        if (status != TOO_MANY || header == null || !header.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(header));
        return asked.compareTo(MAX) < 0 ? asked : MAX;
    }
}
