package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPage;
import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.control.event.NewEvent;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.EventPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `EventDesk` and those who read events may rely on, whichever store keeps them. A subclass gives an empty one
/// to each test.
public abstract class EventStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SatelliteId FAR = new SatelliteId("far");
    private static final SatelliteId NEAR = new SatelliteId("near");
    private static final TeamName BLUE = new TeamName("blue");

    protected abstract EventStore store();

    @Test
    void whatWasAddedIsReadAsItWasAndInOrder() {
        EventPosition start = store().end();
        NewEvent whole =
                new NewEvent(new Event(new EventId("1"), "/s", "a.b", NOW, "files", "{\"x\":\"\\u0000é\"}"), FAR, BLUE);
        NewEvent bare = new NewEvent(new Event(new EventId("2"), "/s", "a", NOW, null, "{}"), null, null);
        store().add(List.of(whole, bare), NOW);

        EventPage page = store().after(start, EventFilter.ALL, 10);
        assertThat(page.gap()).isFalse();
        assertThat(page.isLast()).isTrue();
        assertThat(page.events()).extracting(KeptEvent::event).containsExactly(whole.event(), bare.event());
        assertThat(page.events().getFirst().satellite()).isEqualTo(FAR);
        assertThat(page.events().getFirst().team()).isEqualTo(BLUE);
        assertThat(page.events().getLast().satellite()).isNull();
        assertThat(store().newest(EventFilter.ALL, 1))
                .extracting(KeptEvent::event)
                .containsExactly(bare.event());
    }

    @Test
    void anEventThatComesAgainIsKeptOnceAlsoWithinABatch() {
        store().add(List.of(event("1", "a", FAR), event("1", "a", FAR)), NOW);
        store().add(List.of(event("1", "a", FAR), event("2", "a", FAR)), NOW);
        assertThat(ids(store().newest(EventFilter.ALL, 10))).containsExactly("2", "1");
    }

    @Test
    void theSameIdOfAnotherSourceIsAnother() {
        store().add(List.of(event("1", "a", FAR), event("1", "a", NEAR)), NOW);
        assertThat(store().newest(EventFilter.ALL, 10)).hasSize(2);
    }

    @Test
    void onlyWhatFitsIsRead() {
        store().add(List.of(event("1", "mcp.a", FAR), event("2", "mcpx.a", FAR), event("3", "mcp.b.c", NEAR)), NOW);
        store().add(List.of(event("4", "mcp", FAR)), NOW.plusSeconds(1));
        assertThat(ids(filter("mcp.*", null, null))).containsExactly("3", "1");
        assertThat(ids(filter("mcp.a", null, null))).containsExactly("1");
        assertThat(ids(filter("*", null, null))).containsExactly("4", "3", "2", "1");
        assertThat(ids(filter("mcp.*", FAR, null))).containsExactly("1");
        assertThat(ids(filter(null, null, NOW.plusMillis(1)))).containsExactly("4");
        EventFilter blue = new EventFilter(null, null, BLUE, null);
        assertThat(ids(store().newest(blue, 10))).containsExactly("3");
        assertThat(ids(store().after(store().end().at(0), blue, 10).events())).containsExactly("3");
    }

    @Test
    void aReaderGoesOverWhatDoesNotFitAndMissesNothing() {
        for (int i = 0; i < 45; i++) {
            int first = i * 100;
            store().add(
                            IntStream.range(first, first + 100)
                                    .mapToObj(n -> event("" + n, n % 1000 == 7 ? "rare" : "often", FAR))
                                    .toList(),
                            NOW);
        }
        List<String> read = new ArrayList<>();
        EventPosition position = store().end().at(0);
        EventPage page;
        do {
            page = store().after(position, new EventFilter(new EventPattern("rare"), null, null, null), 2);
            read.addAll(ids(page.events()));
            position = page.next();
        } while (!page.isLast());
        assertThat(read).containsExactly("7", "1007", "2007", "3007", "4007");
    }

    @Test
    void whatIsNotKeptAnyMoreIsAGap() {
        store().add(List.of(event("1", "a", FAR), event("2", "a", FAR)), NOW);
        store().add(List.of(event("3", "a", FAR)), NOW.plusSeconds(1));
        EventPosition end = store().end();
        assertThat(store().prune(NOW.plusMillis(1), 100, 10)).isEqualTo(2);

        EventPage page = store().after(end.at(1), EventFilter.ALL, 10);
        assertThat(page.gap()).isTrue();
        assertThat(ids(page.events())).containsExactly("3");
        assertThat(store().after(end.at(2), EventFilter.ALL, 10).gap()).isFalse();
        assertThat(store().after(new EventPosition("0", 2), EventFilter.ALL, 10).gap())
                .isTrue();
        assertThat(store().after(end.at(99), EventFilter.ALL, 10).gap()).isTrue();
    }

    @Test
    void ofTooManyTheOldestGoAndTheirNumbersDoNotComeAgain() {
        store().add(
                        IntStream.range(0, 10)
                                .mapToObj(n -> event("" + n, "a", FAR))
                                .toList(),
                        NOW);
        assertThat(store().prune(NOW, 3, 5)).isEqualTo(5);
        assertThat(store().prune(NOW, 3, 5)).isEqualTo(2);
        assertThat(store().prune(NOW, 3, 5)).isZero();
        assertThat(ids(store().newest(EventFilter.ALL, 10))).containsExactly("9", "8", "7");
        assertThat(store().prune(NOW.plusMillis(1), 3, 5)).isEqualTo(3);
        EventPosition end = store().end();
        store().add(List.of(event("10", "a", FAR)), NOW);
        assertThat(store().end().number()).isEqualTo(end.number() + 1);
    }

    @Test
    void whatManyAddAtOnceIsAllThere() {
        List<Integer> added = Crowd.run(16, i -> () -> {
            store().add(List.of(event("x" + i, "a", FAR), event("shared", "a", FAR)), NOW);
            return i;
        });
        assertThat(added).hasSize(16);
        assertThat(store().newest(EventFilter.ALL, 100)).hasSize(17);
    }

    private List<KeptEvent> filter(@Nullable String type, @Nullable SatelliteId satellite, @Nullable Instant since) {
        EventPattern pattern = type == null ? null : new EventPattern(type);
        return store().newest(new EventFilter(pattern, satellite, null, since), 10);
    }

    private static List<String> ids(List<KeptEvent> events) {
        return events.stream().map(it -> it.event().id().value()).toList();
    }

    private static NewEvent event(String id, String type, SatelliteId satellite) {
        Event event = new Event(new EventId(id), Event.source(satellite), type, NOW, null, "{}");
        return new NewEvent(event, satellite, satellite.equals(NEAR) ? BLUE : null);
    }
}
