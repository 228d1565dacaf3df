package dev.perigee.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.event.EventReceipt;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.Labels;
import dev.perigee.testkit.store.InMemoryEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventDeskTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Satellite FAR = new Satellite(
            new SatelliteId("far"),
            new SatelliteProfile("1", "test", null, Labels.NONE, null),
            new TeamName("blue"),
            Digest.of("x"),
            NOW,
            null);

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final EventDesk desk = new EventDesk(store, () -> NOW, new SplittableRandom(1));

    @Test
    void whatIsWrongIsRefusedAloneAndNamed() {
        EventReceipt receipt = desk.take(FAR, batch("""
                {"id":"1","source":"/satellites/far","type":"a.b","time":"2026-01-01T00:00:00Z"},
                {"id":"2","source":"/satellites/near","type":"a.b","time":"2026-01-01T00:00:00Z"},
                {"id":"3","source":"/satellites/far","type":"mcp.server.crashed","time":"2026-01-01T00:00:00Z",
                 "data":{"crashes":"x"}},
                "nothing",
                {"id":"5","source":"/satellites/far","type":"a.b","time":"2026-01-01T00:00:00Z"}
                """));
        assertThat(receipt.accepted()).extracting(Object::toString).containsExactly("1", "5");
        assertThat(receipt.failures()).extracting(EventReceipt.Failure::index).containsExactly(1, 2, 3);
        assertThat(receipt.failures().getFirst().error()).contains("/satellites/near", "/satellites/far");
        assertThat(receipt.failures().get(1).type()).isEqualTo("mcp.server.crashed");
        assertThat(receipt.failures().get(1).error()).contains("crashes");
        assertThat(store.newest(EventFilter.ALL, 10))
                .hasSize(2)
                .allSatisfy(kept -> assertThat(kept.team()).isEqualTo(FAR.onlyTeam()));
    }

    @Test
    void followersAreToldAfterTheCommitUntilTheyLeave() {
        AtomicInteger seen = new AtomicInteger();
        Runnable leave =
                desk.subscribe(() -> seen.set(store.newest(EventFilter.ALL, 10).size()));
        desk.keep(List.of(desk.own(FAR.id(), FAR.onlyTeam(), new FleetEvent.Stale("far", "live", "silent", NOW))));
        assertThat(seen).hasValue(1);
        leave.run();
        desk.keep(List.of(desk.own(null, null, new FleetEvent.Live("far", "stale", "back", NOW))));
        assertThat(seen).hasValue(1);
        assertThat(store.newest(EventFilter.ALL, 10)).hasSize(2);
    }

    @Test
    void eventsThatWereKeptLongEnoughAreDeleted() {
        desk.keep(List.of(desk.own(null, null, new FleetEvent.Dropped(1L, NOW))));
        EventPruner.Keeping keeping = new EventPruner.Keeping(Duration.ofDays(1), 10);
        new EventPruner(store, () -> NOW.plus(Duration.ofDays(1)), keeping).run();
        assertThat(store.newest(EventFilter.ALL, 10)).hasSize(1);
        new EventPruner(store, () -> NOW.plus(Duration.ofDays(1)).plusMillis(1), keeping).run();
        assertThat(store.newest(EventFilter.ALL, 10)).isEmpty();
    }

    private static EventBatch batch(String events) {
        return Json.WIRE.read("{\"events\":[" + events + "]}", EventBatch.class);
    }
}
