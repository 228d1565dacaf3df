package dev.perigee.testkit.store;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.control.secret.SecretStore;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.util.List;
import java.util.TreeMap;

/// The reference: sealed secrets in memory. Thread-safe: its monitor guards everything.
public final class InMemorySecretStore implements SecretStore {
    private final TreeMap<String, SealedSecret> secrets = new TreeMap<>();
    private long version;

    @Override
    public synchronized SealedSecret put(SealedSecret secret) {
        SealedSecret kept = secret.versioned(++version);
        secrets.put(key(kept.name(), kept.scope()), kept);
        return kept;
    }

    @Override
    public synchronized void reseal(List<SealedSecret> anew) {
        anew.forEach(secret -> secrets.computeIfPresent(
                key(secret.name(), secret.scope()),
                (_, known) -> known.version() == secret.version() ? secret : known));
    }

    @Override
    public synchronized boolean remove(SecretName name, ConfigScope scope) {
        return secrets.remove(key(name, scope)) != null;
    }

    @Override
    public synchronized List<SealedSecret> all() {
        return List.copyOf(secrets.values());
    }

    private static String key(SecretName name, ConfigScope scope) {
        return name + " " + scope.text();
    }
}
