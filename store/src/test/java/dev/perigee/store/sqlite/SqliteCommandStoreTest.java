package dev.perigee.store.sqlite;

import dev.perigee.control.command.CommandStore;
import dev.perigee.testkit.store.CommandStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCommandStoreTest extends CommandStoreContract {
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
    public CommandStore store() {
        return stores.commands();
    }
}
