package dev.perigee.protocol.registration;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.KeyChain;

/// The answer to a registration: the key that opens every later connection, which is shown this once, and the keys by
/// which the satellite knows its control plane from then on.
public record Registration(SatelliteKey key, KeyChain signing) {
    public Registration {
        if (signing == null) {
            throw new BadValue("signing is missing: expected the keys that the control plane signs with");
        }
    }
}
