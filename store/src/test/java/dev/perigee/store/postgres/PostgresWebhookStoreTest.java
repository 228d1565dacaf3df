package dev.perigee.store.postgres;

import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.testkit.store.WebhookStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresWebhookStoreTest extends WebhookStoreContract {
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
    protected WebhookStore store() {
        return stores.webhooks();
    }
}
