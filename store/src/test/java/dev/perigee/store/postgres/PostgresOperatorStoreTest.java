package dev.perigee.store.postgres;

import dev.perigee.control.access.OperatorStore;
import dev.perigee.testkit.store.OperatorStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresOperatorStoreTest extends OperatorStoreContract {
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
    protected OperatorStore store() {
        return stores.operators();
    }
}
