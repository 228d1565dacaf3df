package dev.perigee.control.secret;

import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.util.List;

/// Keeps sealed secrets, one for each name and scope. Every method may be called from any thread and blocks until it
/// is done; what it wrote is durable then. Throws `StoreUnavailable` like `CommandStore`.
public interface SecretStore {
    /// Keeps it in the place of the one before, under the next version; returns what was kept.
    SealedSecret put(SealedSecret secret);

    /// Puts these boxes in the place of those of the same name, scope and version; all of them or none. Those that are
    /// of another version by now are passed over.
    void reseal(List<SealedSecret> secrets);

    /// Whether there was one.
    boolean remove(SecretName name, ConfigScope scope);

    /// By name and scope.
    List<SealedSecret> all();
}
