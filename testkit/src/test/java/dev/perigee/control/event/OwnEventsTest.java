package dev.perigee.control.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.testkit.store.InMemoryEventStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OwnEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SatelliteId FAR = new SatelliteId("far");

    private final InMemoryEventStore kept = new InMemoryEventStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean away;
    private final OwnEvents own =
            new OwnEvents(new EventDesk(new Flaky(), () -> NOW, new SplittableRandom(1)), tasks::add);

    @Test
    void sayingSomethingWaitsForNoStoreAndTellsWhoseTheSatelliteIs() {
        own.teamsBy(satellite -> satellite.equals(FAR) ? Optional.of(new TeamName("blue")) : Optional.empty());
        own.say(FAR, null, new FleetEvent.Stale("far", "live", "silent", NOW));
        assertThat(newest()).isEmpty();
        settle();
        assertThat(newest()).singleElement().satisfies(it -> {
            assertThat(it.team()).isEqualTo(new TeamName("blue"));
            assertThat(it.event().source()).isEqualTo("/control-plane");
            assertThat(it.event().subject()).isEqualTo("far");
        });
    }

    @Test
    void whatTheStoreDidNotTakeIsKeptOnceLater() {
        away = true;
        own.say(FAR, null, new FleetEvent.Stale("far", "live", "silent", NOW));
        assertThatThrownBy(this::settle).isInstanceOf(StoreUnavailable.class);
        away = false;
        own.run();
        own.run();
        settle();
        assertThat(newest()).hasSize(1);
    }

    @Test
    void whatSomebodyAskedForIsKeptBeforeItIsAnswered() {
        new Happenings(new EventDesk(kept, () -> NOW, new SplittableRandom(1)), own)
                .operatorRevoked("eve", Caller.FIRST);
        assertThat(newest())
                .singleElement()
                .satisfies(it -> assertThat(it.event().type()).isEqualTo("operator.revoked"));
    }

    @Test
    void whatTheStoreDoesNotTakeNowIsAnsweredAndKeptLater() {
        away = true;
        own.sayAndKeep(FAR, null, new FleetEvent.Stale("far", "live", "silent", NOW));
        assertThat(newest()).isEmpty();
        away = false;
        own.run();
        settle();
        assertThat(newest()).hasSize(1);
    }

    @Test
    void thatSeveralProcessesUseOneIdentityIsSaid() {
        new Happenings(new EventDesk(kept, () -> NOW, new SplittableRandom(1)), own)
                .duplicated(new FleetEvents.Duplicated(FAR, NOW, 2));
        settle();
        assertThat(newest())
                .singleElement()
                .satisfies(it -> assertThat(it.event().payload()).isEqualTo(new FleetEvent.Duplicate("far", 2, NOW)));
    }

    @Test
    void ofTooManyTheOldestGiveWayAndThatIsSaid() {
        for (int i = 0; i < OwnEvents.WAITING_MAX + 3; i++) {
            own.say(null, null, new FleetEvent.Stale("s" + i, "live", "silent", NOW));
        }
        settle();
        assertThat(kept.newest(EventFilter.ALL, 20_000)).hasSize(OwnEvents.WAITING_MAX + 1);
        assertThat(newest().getFirst().event().payload())
                .isInstanceOfSatisfying(
                        FleetEvent.Dropped.class, it -> assertThat(it.count()).isEqualTo(3));
        assertThat(kept.newest(EventFilter.ALL, 20_000).getLast().event().data())
                .contains("\"s3\"");
    }

    private List<KeptEvent> newest() {
        return kept.newest(EventFilter.ALL, 10);
    }

    private void settle() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private final class Flaky implements EventStore {
        @Override
        public void add(List<NewEvent> events, Instant receivedAt) {
            if (away) {
                throw new StoreUnavailable("away", new IllegalStateException("away"));
            }
            kept.add(events, receivedAt);
        }

        @Override
        public EventPosition end() {
            return kept.end();
        }

        @Override
        public EventPage after(EventPosition position, EventFilter filter, int limit) {
            return kept.after(position, filter, limit);
        }

        @Override
        public List<KeptEvent> newest(EventFilter filter, int limit) {
            return kept.newest(filter, limit);
        }

        @Override
        public int prune(Instant before, long keptMax, int max) {
            return kept.prune(before, keptMax, max);
        }
    }
}
