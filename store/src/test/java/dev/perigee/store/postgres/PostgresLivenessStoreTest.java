package dev.perigee.store.postgres;

import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.testkit.store.LivenessStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresLivenessStoreTest extends LivenessStoreContract {
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
    protected LivenessStore store() {
        return stores.liveness();
    }

    @Override
    protected FleetStore fleet() {
        return stores.fleet();
    }
}
