package dev.perigee.testkit.store;

import dev.perigee.control.audit.AuditStore;

class InMemoryAuditStoreTest extends AuditStoreContract {
    private final InMemoryAuditStore store = new InMemoryAuditStore();

    @Override
    protected AuditStore store() {
        return store;
    }
}
