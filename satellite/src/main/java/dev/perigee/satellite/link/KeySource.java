package dev.perigee.satellite.link;

import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.SatelliteKey;

/// The control plane, as far as it gives this satellite another key.
public interface KeySource {
    /// A next key, asked for with the present one.
    KeyOffer ask(SatelliteKey present) throws LinkException, InterruptedException;

    /// Uses the next key for the first time, or again; false when it is not known there.
    boolean confirm(SatelliteKey next) throws LinkException, InterruptedException;
}
