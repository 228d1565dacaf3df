package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.event.EventPosition;
import dev.perigee.control.webhook.HookDelivery;
import dev.perigee.control.webhook.Webhook;
import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.webhook.DeliveryState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every `WebhookStore` does.
public abstract class WebhookStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventPosition START = new EventPosition("aa", 0);

    private final SplittableRandom random = new SplittableRandom(1);

    protected abstract WebhookStore store();

    @Test
    void webhooksComeBackAsTheyWereTheOldestFirst() {
        Webhook first = hook(0, null);
        Webhook second = hook(1, new TeamName("blue"));
        store().add(second);
        store().add(first);
        assertThat(store().list()).containsExactly(first, second);
    }

    @Test
    void feedingMovesTheWebhookAndAddsDeliveriesOrNeither() {
        Webhook hook = hook(0, null);
        store().add(hook);
        EventPosition next = START.at(7);
        HookDelivery one = delivery(hook, 1, NOW);
        assertThat(store().feed(hook.id(), START, next, List.of(one))).isTrue();
        assertThat(store().find(one.id())).contains(one);
        assertThat(store().list().getFirst().read()).isEqualTo(next);
        HookDelivery again = delivery(hook, 2, NOW);
        assertThat(store().feed(hook.id(), START, next, List.of(again))).isFalse();
        assertThat(store().find(again.id())).isEmpty();
        assertThat(store().waiting(hook.id())).isOne();
    }

    @Test
    void whatIsDueComesLongestDueFirst() {
        Webhook hook = hook(0, null);
        Webhook other = hook(1, null);
        store().add(hook);
        store().add(other);
        HookDelivery late = delivery(hook, 1, NOW.plusMillis(1));
        HookDelivery soon = delivery(hook, 2, NOW);
        HookDelivery sooner = delivery(hook, 3, NOW.minusMillis(1));
        store().feed(hook.id(), START, START.at(1), List.of(late, soon, sooner));
        store().feed(other.id(), START, START.at(1), List.of(delivery(other, 4, NOW)));
        assertThat(store().due(hook.id(), NOW, 10)).containsExactly(sooner, soon);
        assertThat(store().due(hook.id(), NOW, 1)).containsExactly(sooner);
    }

    @Test
    void aDeliveryIsChangedOnlyFromWhatItWas() {
        Webhook hook = hook(0, null);
        store().add(hook);
        HookDelivery before = delivery(hook, 1, NOW);
        store().feed(hook.id(), START, START.at(1), List.of(before));
        HookDelivery after = ended(before, DeliveryState.DEAD, NOW.plusSeconds(1));
        assertThat(store().change(before, after)).isTrue();
        assertThat(store().change(before, after)).isFalse();
        assertThat(store().find(before.id())).contains(after);
        assertThat(store().waiting(hook.id())).isZero();
        assertThat(store().due(hook.id(), NOW.plusSeconds(9), 10)).isEmpty();
    }

    @Test
    void aWebhookThatGoesTakesWhatWaitedForItAlong() {
        Webhook hook = hook(0, null);
        store().add(hook);
        HookDelivery waiting = delivery(hook, 1, NOW);
        store().feed(hook.id(), START, START.at(1), List.of(waiting));
        assertThat(store().remove(hook.id())).isTrue();
        assertThat(store().remove(hook.id())).isFalse();
        assertThat(store().find(waiting.id())).isEmpty();
        store().add(ended(waiting, DeliveryState.DELIVERED, NOW));
        assertThat(store().find(waiting.id())).isEmpty();
        assertThat(store().feed(hook.id(), START, START.at(2), List.of())).isFalse();
    }

    @Test
    void onlyWhatEndedLongAgoIsPrunedAFewAtATime() {
        Webhook hook = hook(0, null);
        store().add(hook);
        HookDelivery waiting = delivery(hook, 1, NOW.minusSeconds(9));
        store().feed(hook.id(), START, START.at(1), List.of(waiting));
        HookDelivery fresh = ended(delivery(hook, 2, NOW), DeliveryState.DELIVERED, NOW);
        List<HookDelivery> old = List.of(
                ended(delivery(hook, 3, NOW), DeliveryState.DELIVERED, NOW.minusSeconds(9)),
                ended(delivery(hook, 4, NOW), DeliveryState.DEAD, NOW.minusSeconds(8)));
        store().add(fresh);
        old.forEach(store()::add);
        assertThat(store().newest(hook.id(), 2)).containsExactly(old.get(1), old.get(0));
        assertThat(store().prune(NOW, 1)).isOne();
        assertThat(store().prune(NOW, 10)).isOne();
        assertThat(store().prune(NOW, 10)).isZero();
        assertThat(store().newest(hook.id(), 10)).containsExactly(fresh, waiting);
    }

    private Webhook hook(int n, @Nullable TeamName team) {
        return new Webhook(
                WebhookId.create(NOW.toEpochMilli() + n, random),
                URI.create("https://example.org/" + n),
                new EventPattern("mcp.*"),
                new Webhook.Made(team, "operator", NOW),
                "sealed",
                START);
    }

    private HookDelivery delivery(Webhook hook, int n, Instant at) {
        Event event = Event.of(new EventId("e" + n), "/s", NOW, null, new FleetEvent.Dropped((long) n, NOW));
        return new HookDelivery(
                DeliveryId.create(NOW.toEpochMilli() + n, random),
                hook.id(),
                event,
                NOW,
                new HookDelivery.Status(DeliveryState.WAITING, 0, at, null, null));
    }

    private static HookDelivery ended(HookDelivery delivery, DeliveryState state, Instant at) {
        return new HookDelivery(
                delivery.id(),
                delivery.webhook(),
                delivery.event(),
                delivery.createdAt(),
                new HookDelivery.Status(state, 1, at, 500, "answered with 500"));
    }
}
