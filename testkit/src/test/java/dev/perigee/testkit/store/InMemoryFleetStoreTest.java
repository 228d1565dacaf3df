package dev.perigee.testkit.store;

import dev.perigee.control.fleet.FleetStore;

class InMemoryFleetStoreTest extends FleetStoreContract {
    private final InMemoryFleetStore store = new InMemoryFleetStore();

    @Override
    protected FleetStore store() {
        return store;
    }
}
