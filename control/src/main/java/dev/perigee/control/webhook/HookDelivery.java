package dev.perigee.control.webhook;

import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.webhook.DeliveryState;
import dev.perigee.protocol.webhook.DeliveryView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event on its way to a webhook. It is known by its id to the receiver, however often it is sent. `at` is when it
/// is sent next while it waits, else when it ended.
public record HookDelivery(DeliveryId id, WebhookId webhook, Event event, Instant createdAt, Status status) {
    /// The part that changes. `last` is what came of the last try.
    public record Status(
            DeliveryState state,
            int tries,
            Instant at,
            @Nullable Integer lastStatus,
            @Nullable String lastError) {}

    static HookDelivery create(DeliveryId id, WebhookId webhook, Event event, Instant now) {
        return new HookDelivery(id, webhook, event, now, new Status(DeliveryState.WAITING, 0, now, null, null));
    }

    HookDelivery with(Status next) {
        return new HookDelivery(id, webhook, event, createdAt, next);
    }

    DeliveryView view() {
        boolean waits = status.state() == DeliveryState.WAITING;
        return new DeliveryView(
                id,
                webhook,
                event.id().value(),
                event.type(),
                status.state(),
                status.tries(),
                status.lastStatus(),
                status.lastError(),
                createdAt,
                waits ? status.at() : null,
                waits ? null : status.at());
    }
}
