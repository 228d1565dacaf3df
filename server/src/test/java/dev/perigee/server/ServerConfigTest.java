package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.limit.Rates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    private static final ServerConfig DEFAULT = ServerConfig.of(Path.of("data"));

    private static final ServerConfig.Commands COMMANDS = ServerConfig.Commands.DEFAULT;

    @Test
    void everyDefaultIsWhatTheDocumentsSay() {
        assertThat(DEFAULT)
                .isEqualTo(new ServerConfig(
                        new ServerConfig.Entrance(
                                "127.0.0.1",
                                7400,
                                new Limits(1_048_576, 4_194_304, 256, Duration.ofSeconds(60), 10_000, 10_000, 100_000),
                                ServerConfig.Edge.PLAIN),
                        new ServerConfig.Storage(Path.of("data"), null, ServerConfig.Secrets.DEFAULT),
                        new ServerConfig.Callers(null, null, Rates.DEFAULT),
                        new ServerConfig.Commands(
                                Duration.ofSeconds(15),
                                3,
                                new ServerConfig.Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
                                Duration.ofHours(24),
                                new ServerConfig.Queue(10_000, 1_000_000),
                                Arrays.stream(CommandState.values())
                                        .filter(CommandState::isTerminal)
                                        .collect(Collectors.toMap(state -> state, _ -> Duration.ofDays(7)))),
                        new ServerConfig.Satellites(Duration.ofSeconds(90), Duration.ofMinutes(5), null),
                        new ServerConfig.Records(EventConfig.DEFAULT, new AuditConfig(Duration.ofDays(365)))));
    }

    @Test
    void aValueOutOfRangeIsRefusedByItsName() {
        assertThatThrownBy(() -> new ServerConfig.Commands(
                        Duration.ZERO,
                        3,
                        COMMANDS.backoff(),
                        Duration.ofHours(1),
                        COMMANDS.queue(),
                        COMMANDS.retention()))
                .isInstanceOf(BadValue.class)
                .hasMessage("commands.lease \"0ms\": expected 100ms to 10m");
        assertThatThrownBy(() -> new Limits(1_048_576, 4_194_304, 0, Duration.ofSeconds(60), 10_000, 10_000, 100_000))
                .isInstanceOf(BadValue.class)
                .hasMessage("limits.batch-max \"0\": expected 1 to 1024");
    }

    @Test
    void aShortOperatorKeyIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> withKey("hunter2"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theOperatorKeyIsNotPrinted() {
        assertThat(withKey("0123456789abcdef").toString())
                .contains("operatorKey=***")
                .doesNotContain("0123456789abcdef");
    }

    private static ServerConfig withKey(String key) {
        return DEFAULT.with(new ServerConfig.Callers(key, null, Rates.DEFAULT));
    }

    @Test
    void aDatabaseIsNamedByItsUrlWithoutAPassword() {
        assertThat(new ServerConfig.Database("postgresql://db:5432/perigee?sslmode=require", "perigee", "s3cret"))
                .hasToString("Database[url=postgresql://db:5432/perigee?sslmode=require, user=perigee, password=***]");
        for (String url : List.of(
                "mysql://db/perigee",
                "postgresql://db",
                "postgresql://perigee:s3cret@db/perigee",
                "postgresql://db/perigee?password=s3cret")) {
            assertThatThrownBy(() -> new ServerConfig.Database(url, "perigee", ""))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("postgresql://host:port/database")
                    .hasMessageNotContaining("s3cret");
        }
    }
}
