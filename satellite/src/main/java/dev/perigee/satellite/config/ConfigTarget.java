package dev.perigee.satellite.config;

import dev.perigee.protocol.config.ConfigDocument;
import java.util.Optional;
import java.util.SortedMap;

/// What a configuration takes effect on.
public interface ConfigTarget {
    /// Takes this, with the secrets that it refers to, in the place of what was before, and touches nothing that stays
    /// the same. Why it did not, when it did not: then nothing has changed.
    Optional<String> apply(ConfigDocument document, SortedMap<String, String> secrets) throws InterruptedException;

    /// Waits until what the last `apply` changed is well, within a grace period. Why it is not, when it is not.
    Optional<String> settle() throws InterruptedException;
}
