package dev.perigee.testkit.store;

import dev.perigee.control.config.ConfigStore;

class InMemoryConfigStoreTest extends ConfigStoreContract {
    private final InMemoryConfigStore store = new InMemoryConfigStore();

    @Override
    protected ConfigStore store() {
        return store;
    }
}
