package dev.perigee.testkit.store;

import dev.perigee.control.secret.SecretStore;

class InMemorySecretStoreTest extends SecretStoreContract {
    private final InMemorySecretStore store = new InMemorySecretStore();

    @Override
    protected SecretStore store() {
        return store;
    }
}
