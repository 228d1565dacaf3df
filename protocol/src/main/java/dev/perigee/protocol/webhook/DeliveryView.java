package dev.perigee.protocol.webhook;

import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event on its way to a webhook: how often it was sent, what the last answer was (no status when there was none),
/// and when it is sent next.
public record DeliveryView(
        DeliveryId id,
        WebhookId webhook,
        String event,
        String type,
        DeliveryState state,
        int tries,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant nextAt,
        @Nullable Instant endedAt) {}
