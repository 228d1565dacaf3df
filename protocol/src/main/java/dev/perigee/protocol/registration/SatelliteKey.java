package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;

/// What a satellite shows on every connection, `<id>.<secret>`. The control plane keeps only the digest of the secret.
public record SatelliteKey(SatelliteId satellite, String secret) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SatelliteKey parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw new BadValue("a satellite key has the form <satellite id>.<secret>; this one does not");
        }
        return new SatelliteKey(new SatelliteId(text.substring(0, dot)), text.substring(dot + 1));
    }

    /// The key in full, for the connection and for the key file only.
    @JsonValue
    public String reveal() {
        return satellite + "." + secret;
    }

    @Override
    public String toString() {
        return satellite + ".***";
    }
}
