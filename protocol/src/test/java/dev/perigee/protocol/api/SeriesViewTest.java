package dev.perigee.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesViewTest {
    @Test
    void gapsGoThereAndBack() {
        SeriesView view = new SeriesView(
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofMinutes(1),
                Map.of("cpu_percent", Arrays.asList(1.5f, null, 2f)));

        assertThat(Json.WIRE.read(Json.WIRE.bytes(view), SeriesView.class)).isEqualTo(view);
    }
}
