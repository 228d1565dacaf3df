package dev.perigee.store.postgres;

import dev.perigee.control.secret.SecretStore;
import dev.perigee.testkit.store.SecretStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresSecretStoreTest extends SecretStoreContract {
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
    protected SecretStore store() {
        return stores.secrets();
    }
}
