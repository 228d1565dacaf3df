package dev.perigee.store.postgres;

import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.testkit.store.BroadcastStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresBroadcastStoreTest extends BroadcastStoreContract {
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
    protected BroadcastStore store() {
        return stores.broadcasts();
    }

    @Override
    protected CommandStore commands() {
        return stores.commands();
    }
}
