package dev.perigee.control.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.access.Caller;
import dev.perigee.control.event.EventDesk;
import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.OwnEvents;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.webhook.DeliveryState;
import dev.perigee.protocol.webhook.DeliveryView;
import dev.perigee.protocol.webhook.WebhookRequest;
import dev.perigee.protocol.webhook.WebhookSecret;
import dev.perigee.protocol.webhook.WebhookView;
import dev.perigee.testkit.store.InMemoryEventStore;
import dev.perigee.testkit.store.InMemoryWebhookStore;
import dev.perigee.testkit.time.ManualClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Webhooks in virtual time: one thread, run by the test, and receivers that answer as they are told.
class WebhookDriverTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI GOOD = URI.create("https://good.example/hook");
    private static final URI BAD = URI.create("https://bad.example/hook");
    private static final SecretBox OPEN = new SecretBox() {
        @Override
        public String seal(String label, String secret) {
            return secret;
        }

        @Override
        public String open(String label, String sealed) {
            return sealed;
        }
    };

    private final ManualClock clock = new ManualClock(NOW);
    private final SplittableRandom random = new SplittableRandom(1);
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryWebhookStore store = new InMemoryWebhookStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Deque<WebhookSender.Answer> answers = new ArrayDeque<>();
    private final EventDesk desk = new EventDesk(events, clock, random);
    private final OwnEvents own = new OwnEvents(desk, tasks::add);
    private boolean stopped;
    private WebhookDriver driver = driver();
    private final WebhookDesk hooks = desk(driver);

    private record Sent(URI url, Map<String, String> headers, String body, Instant at) {}

    @Test
    void whatFitsIsSentSignedAndOnlyOnce() {
        WebhookView hook = create(GOOD, "satellite.*", null);
        happened("far");
        desk.subscribe(driver::kick);
        happen(new FleetEvent.Dropped(1L, NOW), null);
        settle();
        assertThat(sent).singleElement().satisfies(it -> {
            assertThat(it.body()).contains("\"type\":\"satellite.stale\"", "\"satellite\":\"far\"");
            String id = Objects.requireNonNull(it.headers().get("webhook-id"));
            assertThat(it.headers())
                    .containsEntry("webhook-timestamp", String.valueOf(NOW.getEpochSecond()))
                    .containsEntry(
                            "webhook-signature",
                            new WebhookSecret(Objects.requireNonNull(hook.secret()))
                                    .sign(id, NOW, it.body().getBytes(StandardCharsets.UTF_8)));
        });
        settle();
        assertThat(sent).hasSize(1);
        assertThat(deliveries().getFirst().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void whatIsNotTakenIsTriedAgainWithGrowingPausesAndThenGivenUp() {
        create(BAD, "*", null);
        happened("far");
        for (int i = 0; i < 8; i++) {
            answers.add(new WebhookSender.Answer.Refused(503));
        }
        long halfPauses = 0;
        for (int seconds = 0; seconds < 4 * 3600; seconds++) {
            driver.run();
            settle();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(sent).hasSize(8);
        for (int i = 1; i < 8; i++) {
            Duration pause = Duration.between(sent.get(i - 1).at(), sent.get(i).at());
            long whole = Math.min(3600, 5 * (long) Math.pow(3, i - 1));
            assertThat(pause.toSeconds()).isBetween(whole / 2, whole + 1);
            halfPauses += whole / 2;
        }
        assertThat(halfPauses).isPositive();
        assertThat(sent)
                .extracting(it -> it.headers().get("webhook-id"))
                .containsOnly(sent.getFirst().headers().get("webhook-id"));
        DeliveryView dead = deliveries().getFirst();
        assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(dead.lastError()).contains("503");
        assertThat(events.newest(EventFilter.ALL, 10))
                .extracting(it -> it.event().type())
                .containsExactly("webhook.gave_up", "satellite.stale");

        hooks.redeliver(hooks.delivery(dead.id()));
        settle();
        assertThat(deliveries().getFirst().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(sent).hasSize(9);
    }

    @Test
    void whoIsGoneForGoodIsNotAskedAgain() {
        create(BAD, "*", null);
        answers.add(new WebhookSender.Answer.Refused(410));
        happened("far");
        settle();
        assertThat(deliveries().getFirst().state()).isEqualTo(DeliveryState.DEAD);
        assertThat(deliveries().getFirst().tries()).isOne();
    }

    @Test
    void aTryThatDiesWithItsProcessIsRepeatedByTheNext() {
        create(GOOD, "*", null);
        happened("far");
        tasks.removeFirst().run();
        stopped = true;
        tasks.clear();
        stopped = false;
        driver = driver();
        settle();
        assertThat(sent).hasSize(1);
    }

    @Test
    void oneThatHangsHoldsUpNoOther() {
        create(BAD, "*", null);
        for (int i = 0; i < 50; i++) {
            happened("s" + i);
        }
        create(GOOD, "*", null);
        Deque<Runnable> hanging = new ArrayDeque<>();
        tasks.removeFirst().run();
        // The tries of the first, beside what is to be said; none of them comes to an end.
        hanging.addAll(tasks);
        tasks.clear();
        assertThat(hanging).hasSize(1 + WebhookDriver.TRIES_AT_ONCE);
        happened("one more");
        settle();
        assertThat(sent).extracting(Sent::url).containsExactly(GOOD);
    }

    @Test
    void aTeamsWebhookGetsThatTeamsEventsOnly() {
        create(GOOD, "*", new TeamName("blue"));
        happen(new FleetEvent.Stale("far", "live", "silent", NOW), new TeamName("red"));
        happen(new FleetEvent.Stale("near", "live", "silent", NOW), new TeamName("blue"));
        settle();
        assertThat(sent).singleElement().satisfies(it -> assertThat(it.body()).contains("near"));
        Caller red = new Caller("rob", Role.ADMIN, new TeamName("red"));
        assertThat(hooks.list(red)).isEmpty();
    }

    @Test
    void aTestSaysWhatCameOfIt() throws InterruptedException {
        WebhookView hook = create(GOOD, "mcp.*", null);
        answers.add(new WebhookSender.Answer.Failed("no answer: connection refused"));
        DeliveryView tried = hooks.test(hooks.find(hook.id()));
        assertThat(tried.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(tried.lastError()).contains("connection refused");
        assertThat(hooks.deliveries(hooks.find(hook.id()), 10)).containsExactly(tried);
    }

    @Test
    void whatWasDeletedBeforeItWasReadIsReported() {
        WebhookView hook = create(GOOD, "satellite.*", null);
        stopped = true;
        happened("far");
        happened("near");
        events.prune(NOW.plusSeconds(1), 100, 1);
        stopped = false;
        driver.run();
        settle();
        assertThat(sent).hasSize(1);
        assertThat(events.newest(new EventFilter(new EventPattern("webhook.missed"), null, null, null), 9))
                .singleElement()
                .satisfies(
                        it -> assertThat(it.event().data()).contains(hook.id().value()));
    }

    @Test
    void thatThereAreEventsDoesNotHaveWebhooksReadAgain() {
        create(GOOD, "*", null);
        settle();
        AtomicInteger lists = new AtomicInteger();
        WebhookStore counted = (WebhookStore) Proxy.newProxyInstance(
                WebhookStore.class.getClassLoader(), new Class<?>[] {WebhookStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("list")) {
                        lists.incrementAndGet();
                    }
                    return method.invoke(store, arguments);
                });
        driver = driver(counted);
        int before = lists.get();
        for (int i = 0; i < 5; i++) {
            happened("s" + i);
            settle();
        }
        assertThat(sent).hasSize(5);
        assertThat(lists.get()).isEqualTo(before);
    }

    @Test
    void whatSomebodyElseHasReadIsNotSentAgain() {
        WebhookView hook = create(GOOD, "*", null);
        stopped = true;
        happened("far");
        assertThat(store.feed(hook.id(), hooks.find(hook.id()).read(), events.end(), List.of()))
                .isTrue();
        stopped = false;
        happened("near");
        settle();
        assertThat(sent).singleElement().satisfies(it -> assertThat(it.body()).contains("near"));
    }

    @Test
    void thereAreNotMoreWebhooksThanMayBe() {
        for (int i = 0; i < WebhookDesk.HOOKS_MAX; i++) {
            create(GOOD, "*", null);
        }
        assertThatThrownBy(() -> create(GOOD, "*", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("100 webhooks");
        hooks.remove(hooks.find(hooks.list(Caller.FIRST).getFirst().id()));
        assertThat(create(GOOD, "*", null).secret()).startsWith("whsec_");
    }

    private WebhookDriver driver() {
        return driver(store);
    }

    private WebhookDriver driver(WebhookStore store) {
        Executor logic = task -> {
            if (stopped) {
                throw new RejectedExecutionException("stopped");
            }
            tasks.add(task);
        };
        return new WebhookDriver(
                store,
                events,
                new WebhookCourier(this::send, OPEN, clock),
                own,
                WebhookRules.DEFAULT,
                new WebhookDriver.Means(clock, random, logic));
    }

    private WebhookDesk desk(WebhookDriver worker) {
        return new WebhookDesk(store, events, worker, OPEN, _ -> {}, new WebhookDesk.Chance(clock, random));
    }

    private WebhookView create(URI url, String type, @Nullable TeamName team) {
        return hooks.create(new WebhookRequest(url, new EventPattern(type), team), Caller.FIRST);
    }

    private WebhookSender.Answer send(URI url, Map<String, String> headers, byte[] body) {
        sent.add(new Sent(url, headers, new String(body, StandardCharsets.UTF_8), clock.instant()));
        WebhookSender.Answer answer = answers.poll();
        return answer == null ? new WebhookSender.Answer.Taken(204) : answer;
    }

    private void happened(String satellite) {
        happen(new FleetEvent.Stale(satellite, "live", "silent", NOW), null);
    }

    private void happen(FleetEvent event, @Nullable TeamName team) {
        own.say(null, team, event);
        own.keepAll();
        driver.kick();
    }

    private List<DeliveryView> deliveries() {
        return hooks.deliveries(store.list().getFirst(), 10);
    }

    private void settle() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
