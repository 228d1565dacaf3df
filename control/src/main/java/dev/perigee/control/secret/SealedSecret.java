package dev.perigee.control.secret;

import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretView;
import java.time.Instant;

/// A secret as it is kept: `box` opens with the key `key` alone, and only under this name and for this scope. The
/// version is unique among all secrets and grows; 0 is of none that is kept.
public record SealedSecret(
        SecretName name, ConfigScope scope, long version, String key, String box, String author, Instant setAt) {
    /// The same as it is kept under `assigned`.
    public SealedSecret versioned(long assigned) {
        return new SealedSecret(name, scope, assigned, key, box, author, setAt);
    }

    SealedSecret sealedWith(String otherKey, String otherBox) {
        return new SealedSecret(name, scope, version, otherKey, otherBox, author, setAt);
    }

    /// How a document that is sent refers to it.
    public String pin() {
        return "secret:" + name + "@" + version;
    }

    SecretView view() {
        return new SecretView(name, scope, version, key, author, setAt);
    }
}
