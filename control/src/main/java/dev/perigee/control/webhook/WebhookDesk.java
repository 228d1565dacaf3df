package dev.perigee.control.webhook;

import dev.perigee.control.access.Caller;
import dev.perigee.control.event.EventStore;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.webhook.DeliveryState;
import dev.perigee.protocol.webhook.DeliveryView;
import dev.perigee.protocol.webhook.WebhookRequest;
import dev.perigee.protocol.webhook.WebhookSecret;
import dev.perigee.protocol.webhook.WebhookView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where webhooks are made, removed and looked after. Who may is the caller's to ask. Thread-safe.
public final class WebhookDesk {
    public static final int HOOKS_MAX = 100;

    private final WebhookStore store;
    private final EventStore events;
    private final WebhookDriver driver;
    private final SecretBox box;
    private final WebhookSender.Fence fence;
    private final Chance chance;

    /// Time and what secrets are made from.
    public record Chance(InstantSource clock, RandomGenerator random) {}

    public WebhookDesk(
            WebhookStore store,
            EventStore events,
            WebhookDriver driver,
            SecretBox box,
            WebhookSender.Fence fence,
            Chance chance) {
        this.store = store;
        this.events = events;
        this.driver = driver;
        this.box = box;
        this.fence = fence;
        this.chance = chance;
    }

    /// Makes one, for events from now on. Its secret is in the view this once.
    public synchronized WebhookView create(WebhookRequest request, Caller by) {
        fence.check(request.url());
        int there = store.list().size();
        if (there >= HOOKS_MAX) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_WEBHOOKS,
                    "there are " + there + " webhooks; expected fewer than " + HOOKS_MAX + ": delete some");
        }
        Instant now = chance.clock().instant();
        WebhookId id = WebhookId.create(now.toEpochMilli(), chance.random());
        WebhookSecret secret = WebhookSecret.create(chance.random());
        Webhook webhook = new Webhook(
                id,
                request.url(),
                request.type(),
                new Webhook.Made(request.team(), by.name(), now),
                box.seal(id.value(), secret.text()),
                events.end());
        store.add(webhook);
        driver.learn();
        return view(webhook, secret.text());
    }

    /// Those that `caller` may see.
    public List<WebhookView> list(Caller caller) {
        return store.list().stream()
                .filter(it -> caller.onlyTeam() == null
                        || caller.onlyTeam().equals(it.made().team()))
                .map(it -> view(it, null))
                .toList();
    }

    public Webhook find(WebhookId id) {
        return store.list().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.WEBHOOK_UNKNOWN,
                        "webhook \"" + id + "\" is not there; `perigee webhooks` lists them"));
    }

    public synchronized void remove(Webhook webhook) {
        store.remove(webhook.id());
        driver.learn();
    }

    /// Sends it an event of type `webhook.test` once, on this thread, and says what came of it.
    public DeliveryView test(Webhook webhook) throws InterruptedException {
        return driver.test(webhook).view();
    }

    public List<DeliveryView> deliveries(Webhook webhook, int limit) {
        return store.newest(webhook.id(), limit).stream()
                .map(HookDelivery::view)
                .toList();
    }

    public HookDelivery delivery(DeliveryId id) {
        return store.find(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.DELIVERY_UNKNOWN,
                        "delivery \"" + id
                                + "\" is not there; `perigee webhook deliveries` lists those that are kept"));
    }

    /// Has one that has ended sent again, as often as if it were new.
    public DeliveryView redeliver(HookDelivery delivery) {
        if (delivery.status().state() != DeliveryState.WAITING) {
            HookDelivery again = delivery.with(new HookDelivery.Status(
                    DeliveryState.WAITING,
                    0,
                    chance.clock().instant(),
                    delivery.status().lastStatus(),
                    delivery.status().lastError()));
            store.change(delivery, again);
            driver.kick();
        }
        return delivery(delivery.id()).view();
    }

    private WebhookView view(Webhook webhook, @Nullable String secret) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.type(),
                webhook.made().team(),
                webhook.made().by(),
                webhook.made().at(),
                store.waiting(webhook.id()),
                secret);
    }
}
