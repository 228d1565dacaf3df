package dev.perigee.protocol.registration;

import dev.perigee.protocol.BadValue;
import java.time.Instant;

/// The key that a satellite is to use next, shown this once: the answer to `POST /perigee/v1/satellites/{id}/key`. Its
/// first use ends the key before it; unused, it works until `until`.
public record KeyOffer(SatelliteKey key, Instant until) {
    public KeyOffer {
        if (key == null) {
            throw new BadValue("key is missing: expected the satellite's next key");
        }
    }
}
