package dev.perigee.server.identity;

import dev.perigee.protocol.Durations;
import java.time.Duration;

/// Whether satellites must sign their requests, and how far their clocks may be from this one's (1 s to 1 h). A
/// signature that is there is always verified.
public record SignaturePolicy(boolean required, Duration skew) {
    public static final SignaturePolicy DEFAULT = new SignaturePolicy(false, Duration.ofMinutes(5));

    public SignaturePolicy {
        Durations.between("signature-skew", skew, Duration.ofSeconds(1), Duration.ofHours(1));
    }
}
