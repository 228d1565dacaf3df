package dev.perigee.store.sqlite;

import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.testkit.store.WebhookStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteWebhookStoreTest extends WebhookStoreContract {
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
    protected WebhookStore store() {
        return stores.webhooks();
    }
}
