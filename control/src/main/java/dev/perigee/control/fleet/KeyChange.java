package dev.perigee.control.fleet;

import dev.perigee.protocol.registration.Digest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The change of a satellite's key: since when it is wanted, the next key until when that may be used first, and since
/// when the present one is in use if it is not the first.
public record KeyChange(
        @Nullable Instant wantedAt,
        @Nullable Next offered,
        @Nullable Instant since) {
    public static final KeyChange NONE = new KeyChange(null, null, null);

    /// A key that was handed out and not yet used.
    public record Next(Digest digest, Instant until) {}

    public Optional<Next> next() {
        return Optional.ofNullable(offered);
    }

    /// What a secret is to a satellite.
    enum Fit {
        CURRENT,
        NEXT,
        NONE
    }

    /// Both keys fit until the next has been used or its time is over; then only one does. Pure.
    static Fit judge(Satellite satellite, String secret, Instant now) {
        if (satellite.secret().fits(secret)) {
            return Fit.CURRENT;
        }
        return satellite
                .keyChange()
                .next()
                .filter(next -> now.isBefore(next.until()) && next.digest().fits(secret))
                .map(_ -> Fit.NEXT)
                .orElse(Fit.NONE);
    }
}
