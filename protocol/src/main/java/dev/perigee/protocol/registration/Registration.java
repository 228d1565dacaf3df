package dev.perigee.protocol.registration;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Signed;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer to a registration: the key that opens every later connection, which is shown this once; the keys by which
/// the satellite knows its control plane from then on; where it finds what, from the address it dialled; how often it
/// is wanted; and the configuration that it is to have, signed. An older control plane says the first two only.
public record Registration(
        SatelliteKey key,
        KeyChain signing,
        Map<String, String> channels,
        @Nullable Intervals intervals,
        @Nullable Signed config) {
    /// How often a heartbeat is wanted, and how long a poll is best held.
    public record Intervals(Duration heartbeat, Duration pollWait) {
        public Intervals {
            if (heartbeat == null || pollWait == null) {
                throw new BadValue("an interval is missing: expected heartbeat and pollWait");
            }
        }
    }

    public Registration {
        if (signing == null) {
            throw new BadValue("signing is missing: expected the keys that the control plane signs with");
        }
        channels = channels == null ? Map.of() : Map.copyOf(channels);
    }
}
