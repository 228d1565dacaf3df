package dev.perigee.store.postgres;

import dev.perigee.control.audit.AuditStore;
import dev.perigee.testkit.store.AuditStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresAuditStoreTest extends AuditStoreContract {
    private PostgresStores stores;

    @BeforeEach
    void open() {
        stores = PostgresStores.open(TestServer.database(), System::nanoTime);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Override
    protected AuditStore store() {
        return stores.audit();
    }
}
