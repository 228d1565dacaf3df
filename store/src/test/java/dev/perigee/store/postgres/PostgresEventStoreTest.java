package dev.perigee.store.postgres;

import dev.perigee.control.event.EventStore;
import dev.perigee.testkit.store.EventStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresEventStoreTest extends EventStoreContract {
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
    protected EventStore store() {
        return stores.events();
    }
}
