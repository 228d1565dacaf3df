package dev.perigee.store.postgres;

import dev.perigee.control.fleet.FleetStore;
import dev.perigee.testkit.store.FleetStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresFleetStoreTest extends FleetStoreContract {
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
    protected FleetStore store() {
        return stores.fleet();
    }
}
