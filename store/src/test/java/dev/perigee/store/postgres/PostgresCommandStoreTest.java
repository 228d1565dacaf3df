package dev.perigee.store.postgres;

import dev.perigee.control.command.CommandStore;
import dev.perigee.testkit.store.CommandStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresCommandStoreTest extends CommandStoreContract {
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
    public CommandStore store() {
        return stores.commands();
    }
}
