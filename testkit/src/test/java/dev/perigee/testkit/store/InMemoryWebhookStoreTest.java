package dev.perigee.testkit.store;

import dev.perigee.control.webhook.WebhookStore;

class InMemoryWebhookStoreTest extends WebhookStoreContract {
    private final WebhookStore store = new InMemoryWebhookStore();

    @Override
    protected WebhookStore store() {
        return store;
    }
}
