package dev.perigee.protocol.config;

import java.time.Instant;
import java.util.List;

/// A secret as operators see it: never its value. `version` is new each time it is set, and greater than any before.
public record SecretView(SecretName name, ConfigScope scope, long version, String key, String author, Instant setAt) {
    /// All that the caller may see, by name and then by scope.
    public record All(List<SecretView> secrets) {
        public All {
            secrets = List.copyOf(secrets);
        }
    }

    /// What was taken away.
    public record Deleted(SecretName name, ConfigScope scope) {}

    /// By which key all are sealed now, and how many were sealed anew.
    public record Rekeyed(String key, int resealed) {}
}
