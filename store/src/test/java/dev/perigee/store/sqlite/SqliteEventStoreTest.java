package dev.perigee.store.sqlite;

import dev.perigee.control.event.EventStore;
import dev.perigee.testkit.store.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreTest extends EventStoreContract {
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
    protected EventStore store() {
        return stores.events();
    }
}
