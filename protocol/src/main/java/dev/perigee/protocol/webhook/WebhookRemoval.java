package dev.perigee.protocol.webhook;

import dev.perigee.protocol.WebhookId;

/// That a webhook is gone, and what waited for it.
public record WebhookRemoval(WebhookId removed) {}
