package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetNewsTest {
    private static final SatelliteId FAR = new SatelliteId("far");

    @Test
    void eachListenerHearsOfAllThatIsTold() {
        List<Object> heard = new ArrayList<>();
        FleetEvents listener = new FleetEvents() {
            @Override
            public void became(Became event) {
                heard.add(event);
            }

            @Override
            public void duplicated(Duplicated event) {
                heard.add(event);
            }
        };
        FleetNews news = new FleetNews(List.of(listener, listener));
        FleetEvents.Became became =
                new FleetEvents.Became(FAR, Liveness.LIVE, new LivenessChange(Liveness.STALE, Instant.EPOCH, "silent"));
        FleetEvents.Duplicated duplicated = new FleetEvents.Duplicated(FAR, Instant.EPOCH, 2);
        news.became(became);
        news.duplicated(duplicated);
        assertThat(heard).containsExactly(became, became, duplicated, duplicated);
    }
}
