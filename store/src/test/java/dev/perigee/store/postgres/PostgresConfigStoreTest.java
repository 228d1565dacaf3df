package dev.perigee.store.postgres;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.testkit.store.ConfigStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresConfigStoreTest extends ConfigStoreContract {
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
    protected ConfigStore store() {
        return stores.configs();
    }
}
