package dev.perigee.testkit.store;

import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;

class InMemoryLivenessStoreTest extends LivenessStoreContract {
    private final InMemoryFleetStore fleet = new InMemoryFleetStore();
    private final InMemoryLivenessStore store = new InMemoryLivenessStore(fleet);

    @Override
    protected LivenessStore store() {
        return store;
    }

    @Override
    protected FleetStore fleet() {
        return fleet;
    }
}
