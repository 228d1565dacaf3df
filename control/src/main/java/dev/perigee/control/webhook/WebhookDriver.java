package dev.perigee.control.webhook;

import dev.perigee.control.event.EventPage;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.control.event.OwnEvents;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.WebhookEvent;
import dev.perigee.protocol.webhook.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes deliveries of events, and sends those that are due, a few of each webhook at a time, so that one that hangs
/// holds up no other. Driven by the duty and, sooner, by kicks, on one thread of `logic` and one for each try. What
/// dies with the process is done again by the next. Thread-safe.
public final class WebhookDriver implements Duty {
    /// How many wait for one webhook at most; further events wait in the log.
    static final int WAITING_MAX = 10_000;
    /// How many tries of one webhook are under way at one time.
    static final int TRIES_AT_ONCE = 4;
    private static final int PAGE = 100;
    private static final int PAGES_A_TURN = 20;
    private static final int PRUNED_A_TURN = 500;
    /// Events of webhooks themselves, which are sent to none.
    private static final String OWN_TYPES = "webhook.";

    private static final Logger log = LoggerFactory.getLogger(WebhookDriver.class);

    private final WebhookStore store;
    private final EventStore events;
    private final WebhookCourier courier;
    private final OwnEvents own;
    private final WebhookRules rules;
    private final Means means;
    private final Set<DeliveryId> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean working = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    /// With how far each has read; changed when that or what there is changes.
    private final Map<WebhookId, Webhook> hooks = new ConcurrentHashMap<>();

    /// Time, chance, and threads.
    public record Means(InstantSource clock, RandomGenerator random, Executor logic) {}

    /// Knows the webhooks there are when this returns.
    public WebhookDriver(
            WebhookStore store,
            EventStore events,
            WebhookCourier courier,
            OwnEvents own,
            WebhookRules rules,
            Means means) {
        this.store = store;
        this.events = events;
        this.courier = courier;
        this.own = own;
        this.rules = rules;
        this.means = means;
        learn();
    }

    @Override
    public String name() {
        return "webhook-driver";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        store.prune(means.clock().instant().minus(rules.retention()), PRUNED_A_TURN);
        kick();
    }

    /// There may be events, or something to send. Any thread; never blocks, and costs nothing without a webhook.
    public void kick() {
        if (hooks.isEmpty()) {
            return;
        }
        wanted.set(true);
        if (working.compareAndSet(false, true) && !execute(this::work)) {
            working.set(false);
        }
    }

    /// Webhooks were made or removed.
    void learn() {
        List<Webhook> known = store.list();
        hooks.keySet().retainAll(known.stream().map(Webhook::id).toList());
        known.forEach(hook -> hooks.put(hook.id(), hook));
        kick();
    }

    /// Sends an event once, on this thread.
    HookDelivery test(Webhook hook) throws InterruptedException {
        Instant now = means.clock().instant();
        Event event = Event.of(
                EventId.create(now.toEpochMilli(), means.random()),
                Event.CONTROL_PLANE,
                now,
                hook.id().value(),
                new EventData.Unknown("webhook.test", "{}"));
        HookDelivery delivery = create(hook, event, now);
        WebhookSender.Answer answer = courier.send(hook, delivery);
        HookDelivery ended = delivery.with(
                WebhookLifecycle.after(delivery, answer, means.clock().instant()));
        store.add(ended);
        return ended;
    }

    private void work() {
        do {
            try {
                while (wanted.getAndSet(false)) {
                    hooks.values().forEach(this::driveSafely);
                }
            } finally {
                working.set(false);
            }
        } while (wanted.get() && working.compareAndSet(false, true));
    }

    private void driveSafely(Webhook known) {
        try {
            feed(known);
            send(known);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("webhook", known.id())
                    .setCause(e)
                    .log("a webhook cannot go on now; it does later");
        }
    }

    /// Makes deliveries of what came since.
    private void feed(Webhook known) {
        Webhook hook = known;
        for (int page = 0; page < PAGES_A_TURN; page++) {
            if (store.waiting(hook.id()) > WAITING_MAX - PAGE) {
                return;
            }
            EventPage found = events.after(hook.read(), hook.filter(), PAGE);
            if (!found.next().equals(hook.read())
                    && !store.feed(hook.id(), hook.read(), found.next(), deliveries(hook, found.events()))) {
                // It is not there any more, or somebody else read on.
                learn();
                return;
            }
            if (found.gap()) {
                own.say(
                        null,
                        hook.made().team(),
                        new WebhookEvent.Missed(hook.id().value(), hook.read().toString()));
            }
            Webhook further = hook.readUpTo(found.next());
            hooks.computeIfPresent(hook.id(), (_, _) -> further);
            hook = further;
            if (found.isLast()) {
                return;
            }
        }
        wanted.set(true);
    }

    private List<HookDelivery> deliveries(Webhook hook, List<KeptEvent> kept) {
        Instant now = means.clock().instant();
        List<HookDelivery> deliveries = new ArrayList<>(kept.size());
        for (KeptEvent event : kept) {
            if (!event.event().type().startsWith(OWN_TYPES)) {
                deliveries.add(create(hook, event.event(), now));
            }
        }
        return deliveries;
    }

    private HookDelivery create(Webhook hook, Event event, Instant now) {
        return HookDelivery.create(DeliveryId.create(now.toEpochMilli(), means.random()), hook.id(), event, now);
    }

    private void send(Webhook hook) {
        List<HookDelivery> due = store.due(hook.id(), means.clock().instant(), TRIES_AT_ONCE);
        for (HookDelivery delivery : due) {
            if (underWay.add(delivery.id()) && !execute(() -> trySafely(hook, delivery))) {
                underWay.remove(delivery.id());
            }
        }
    }

    private void trySafely(Webhook hook, HookDelivery delivery) {
        try {
            tryOnce(hook, delivery);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("delivery", delivery.id()).setCause(e).log("a delivery failed; it is sent again");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(delivery.id());
            kick();
        }
    }

    private void tryOnce(Webhook hook, HookDelivery delivery) throws InterruptedException {
        WebhookSender.Answer answer = courier.send(hook, delivery);
        HookDelivery after = delivery.with(
                WebhookLifecycle.after(delivery, answer, rules, means.clock().instant(), means.random()));
        if (store.change(delivery, after) && after.status().state() == DeliveryState.DEAD) {
            HookDelivery.Status end = after.status();
            log.atWarn()
                    .addKeyValue("webhook", hook.id())
                    .addKeyValue("delivery", delivery.id())
                    .addKeyValue("why", end.lastError())
                    .log("a webhook did not take an event in the last try either");
            own.say(
                    null,
                    hook.made().team(),
                    new WebhookEvent.GaveUp(hook.id().value(), delivery.id().value(), end.tries(), end.lastError()));
        }
    }

    private boolean execute(Runnable task) {
        try {
            means.logic().execute(task);
            return true;
        } catch (RejectedExecutionException _) {
            // The control plane stops; the next one goes on.
            return false;
        }
    }
}
