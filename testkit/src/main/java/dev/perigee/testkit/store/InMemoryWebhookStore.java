package dev.perigee.testkit.store;

import dev.perigee.control.event.EventPosition;
import dev.perigee.control.webhook.HookDelivery;
import dev.perigee.control.webhook.Webhook;
import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.webhook.DeliveryState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The reference: webhooks in memory. Thread-safe: its monitor guards everything.
public final class InMemoryWebhookStore implements WebhookStore {
    private final TreeMap<String, Webhook> hooks = new TreeMap<>();
    private final TreeMap<String, HookDelivery> deliveries = new TreeMap<>();

    @Override
    public synchronized void add(Webhook webhook) {
        hooks.put(webhook.id().value(), webhook);
    }

    @Override
    public synchronized List<Webhook> list() {
        return List.copyOf(hooks.values());
    }

    @Override
    public synchronized boolean remove(WebhookId id) {
        deliveries.values().removeIf(it -> it.webhook().equals(id));
        return hooks.remove(id.value()) != null;
    }

    @Override
    public synchronized boolean feed(WebhookId id, EventPosition from, EventPosition to, List<HookDelivery> added) {
        Webhook hook = hooks.get(id.value());
        if (hook == null || !hook.read().equals(from)) {
            return false;
        }
        hooks.put(id.value(), new Webhook(id, hook.url(), hook.type(), hook.made(), hook.sealedSecret(), to));
        added.forEach(it -> deliveries.put(it.id().value(), it));
        return true;
    }

    @Override
    public synchronized void add(HookDelivery ended) {
        if (hooks.containsKey(ended.webhook().value())) {
            deliveries.put(ended.id().value(), ended);
        }
    }

    @Override
    public synchronized Optional<HookDelivery> find(DeliveryId id) {
        return Optional.ofNullable(deliveries.get(id.value()));
    }

    @Override
    public synchronized List<HookDelivery> due(WebhookId webhook, Instant now, int max) {
        return waitingFor(webhook)
                .filter(it -> !it.status().at().isAfter(now))
                .sorted(Comparator.comparing((HookDelivery it) -> it.status().at())
                        .thenComparing(it -> it.id().value()))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized long waiting(WebhookId webhook) {
        return waitingFor(webhook).count();
    }

    @Override
    public synchronized boolean change(HookDelivery before, HookDelivery after) {
        return deliveries.replace(before.id().value(), before, after);
    }

    @Override
    public synchronized List<HookDelivery> newest(WebhookId webhook, int limit) {
        return deliveries.descendingMap().values().stream()
                .filter(it -> it.webhook().equals(webhook))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int prune(Instant before, int max) {
        List<HookDelivery> over = deliveries.values().stream()
                .filter(it -> it.status().state() != DeliveryState.WAITING
                        && it.status().at().isBefore(before))
                .limit(max)
                .toList();
        over.forEach(it -> deliveries.remove(it.id().value()));
        return over.size();
    }

    private Stream<HookDelivery> waitingFor(WebhookId webhook) {
        return deliveries.values().stream()
                .filter(it -> it.webhook().equals(webhook) && it.status().state() == DeliveryState.WAITING);
    }
}
