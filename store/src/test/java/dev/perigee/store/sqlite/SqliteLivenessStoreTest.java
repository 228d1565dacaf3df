package dev.perigee.store.sqlite;

import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.testkit.store.LivenessStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteLivenessStoreTest extends LivenessStoreContract {
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
    protected LivenessStore store() {
        return stores.liveness();
    }

    @Override
    protected FleetStore fleet() {
        return stores.fleet();
    }
}
