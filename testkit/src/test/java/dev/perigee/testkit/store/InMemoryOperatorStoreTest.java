package dev.perigee.testkit.store;

import dev.perigee.control.access.OperatorStore;

class InMemoryOperatorStoreTest extends OperatorStoreContract {
    private final InMemoryOperatorStore store = new InMemoryOperatorStore();

    @Override
    protected OperatorStore store() {
        return store;
    }
}
