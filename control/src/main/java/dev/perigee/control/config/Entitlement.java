package dev.perigee.control.config;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.config.SecretName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which secret a satellite gets for a name, if any.
@FunctionalInterface
public interface Entitlement {
    /// There are no secrets.
    Entitlement NOTHING = (_, _, _) -> Optional.empty();

    Optional<SealedSecret> find(SecretName name, SatelliteId satellite, @Nullable TeamName team);
}
