package dev.perigee.protocol.webhook;

import java.util.List;

/// Webhooks, the oldest first.
public record WebhookList(List<WebhookView> webhooks) {
    public WebhookList {
        webhooks = List.copyOf(webhooks);
    }
}
