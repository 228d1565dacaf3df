package dev.perigee.satellite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SatelliteConfigTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:7400");
    private static final SatelliteId EDGE = new SatelliteId("edge");

    @Test
    void everyDefaultIsWhatTheDocumentsSay() {
        assertThat(SatelliteConfig.of(SERVER, EDGE, Path.of("data")))
                .isEqualTo(new SatelliteConfig(
                        SERVER,
                        EDGE,
                        Path.of("data"),
                        null,
                        8,
                        SatelliteConfig.Membership.NONE,
                        new SatelliteConfig.Exec(
                                ExecAllow.only(List.of(
                                        "echo",
                                        "sleep",
                                        "ls",
                                        "tar",
                                        "gzip",
                                        "uname",
                                        "date",
                                        "df",
                                        "du",
                                        "true",
                                        "false",
                                        "sha256sum")),
                                1_048_576,
                                262_144),
                        new SatelliteConfig.Link(
                                Duration.ofSeconds(30),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(8)),
                        null));
    }

    @Test
    void aValueOutOfRangeIsRefusedByItsName() {
        assertThatThrownBy(() -> new SatelliteConfig.Exec(ExecAllow.ANY, 1_048_577, 4096))
                .isInstanceOf(BadValue.class)
                .hasMessage("exec.output-max \"1048577\": expected 1024 to 1048576 bytes");
        assertThatThrownBy(() -> new SatelliteConfig.Exec(ExecAllow.ANY, 1024, 4095))
                .isInstanceOf(BadValue.class)
                .hasMessage("exec.live-max \"4095\": expected 4096 to 4194304 bytes");
    }

    @Test
    void aBackoffThatEndsBelowItsBeginningIsRefused() {
        assertThatThrownBy(() -> new SatelliteConfig.Link(
                        Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(8)))
                .isInstanceOf(BadValue.class)
                .hasMessage("link.backoff-max \"1s\": expected at least link.backoff-min, 2s");
    }

    @Test
    void aServerThatIsNoUrlAndAProgramThatIsARelativePathAreRefused() {
        assertThatThrownBy(() -> SatelliteConfig.of(URI.create("localhost:7400"), EDGE, Path.of("data")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("http://127.0.0.1:7400");
        assertThatThrownBy(() -> ExecAllow.only(List.of("bin/x"))).isInstanceOf(BadValue.class);
    }
}
