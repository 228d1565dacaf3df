package dev.perigee.satellite.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashesTest {
    private static final ServerName SERVER = new ServerName("web");

    @Test
    void crashesAreCountedAndEverythingIsPassedOn() {
        List<Object> passed = new ArrayList<>();
        Crashes crashes = new Crashes(new Audience() {
            @Override
            public void happened(Owner owner, Event event) {
                passed.add(event);
            }

            @Override
            public void heard(Traffic what) {
                passed.add(what);
            }
        });
        Traffic line = new Traffic.LineWritten(SERVER, Owner.NOBODY, "stderr", null, null, "so it goes", Instant.EPOCH);
        Event crash = new Event.Crashed(
                SERVER, new Loss(Loss.Cause.CLOSED, "exit 1"), 1L, Duration.ofSeconds(1), 1, true, Instant.EPOCH);
        Event other = new Event.ToolsDiscovered(SERVER, List.of("a"), List.of(), Instant.EPOCH);

        crashes.happened(Owner.NOBODY, crash);
        crashes.happened(Owner.NOBODY, other);
        crashes.heard(line);
        crashes.happened(Owner.NOBODY, crash);

        assertThat(crashes.count()).isEqualTo(2);
        assertThat(passed).containsExactly(crash, other, line, crash);
    }
}
