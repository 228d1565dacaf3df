package dev.perigee.store.sqlite;

import dev.perigee.control.secret.SecretStore;
import dev.perigee.testkit.store.SecretStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteSecretStoreTest extends SecretStoreContract {
    private SqliteStores stores;

    @BeforeEach
    void open(@TempDir Path directory) {
        stores = SqliteStores.open(TestDatabase.in(directory));
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
