package dev.perigee.control.webhook;

import dev.perigee.control.event.EventPosition;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps webhooks and what is on its way to them. Every method may be called from any thread and blocks until it is
/// done; what changes something is durable then. Throws `StoreUnavailable` like `CommandStore`.
public interface WebhookStore {
    void add(Webhook webhook);

    /// All, the oldest first.
    List<Webhook> list();

    /// Removes it and all that is on its way there; whether it was there.
    boolean remove(WebhookId id);

    /// Adds `deliveries` and moves the webhook from where it has read to, both or neither: neither when it is not there
    /// any more, or has not read up to `from`.
    boolean feed(WebhookId id, EventPosition from, EventPosition to, List<HookDelivery> deliveries);

    /// Adds one that has ended already.
    void add(HookDelivery ended);

    Optional<HookDelivery> find(DeliveryId id);

    /// At most `max` of those that wait for a time that has come, the longest due first.
    List<HookDelivery> due(WebhookId webhook, Instant now, int max);

    /// How many wait.
    long waiting(WebhookId webhook);

    /// Puts `after` in the place of `before`, if that is still as it was.
    boolean change(HookDelivery before, HookDelivery after);

    /// At most `limit`, the newest first.
    List<HookDelivery> newest(WebhookId webhook, int limit);

    /// Removes at most `max` that ended before; returns how many.
    int prune(Instant before, int max);
}
