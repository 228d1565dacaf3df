package dev.perigee.satellite.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

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
        List<Event> passed = new ArrayList<>();
        Crashes crashes = new Crashes(passed::add);
        Event crash = new Event.Crashed(
                SERVER, new Loss(Loss.Cause.CLOSED, "exit 1"), 1L, Duration.ofSeconds(1), 1, true, Instant.EPOCH);
        Event other = new Event.ToolsDiscovered(SERVER, List.of("a"), Instant.EPOCH);

        crashes.happened(crash);
        crashes.happened(other);
        crashes.happened(crash);

        assertThat(crashes.count()).isEqualTo(2);
        assertThat(passed).containsExactly(crash, other, crash);
    }
}
