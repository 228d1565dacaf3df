package dev.perigee.store.sqlite;

import dev.perigee.control.access.OperatorStore;
import dev.perigee.testkit.store.OperatorStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteOperatorStoreTest extends OperatorStoreContract {
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
    protected OperatorStore store() {
        return stores.operators();
    }
}
