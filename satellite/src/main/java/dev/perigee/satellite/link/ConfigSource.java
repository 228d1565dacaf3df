package dev.perigee.satellite.link;

import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigReport;
import java.util.Optional;

/// The control plane, as far as it knows which configuration this satellite is to have. What it gives is verified.
public interface ConfigSource {
    /// The one that it is to have; nothing when that is the one with this hash.
    Optional<ConfigDelivery> fetch(long revision, String hash) throws LinkException, InterruptedException;

    /// Says which it has; known there when this returns.
    void report(ConfigReport report) throws LinkException, InterruptedException;
}
