package dev.perigee.testkit.store;

import dev.perigee.control.event.EventStore;

class InMemoryEventStoreTest extends EventStoreContract {
    private final InMemoryEventStore store = new InMemoryEventStore();

    @Override
    protected EventStore store() {
        return store;
    }
}
