package dev.perigee.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.cli.shell.CliException;
import dev.perigee.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
    private static final Path DATA = Path.of("/data");

    @TempDir
    Path directory;

    @Test
    void withoutAnySourceEverythingIsAsByDefault() {
        assertThat(bind(null, Map.of())).isEqualTo(ServerConfig.of(DATA));
    }

    private static final ServerConfig.Commands COMMANDS = ServerConfig.Commands.DEFAULT;

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Path file = file("port: 1\nhost: 0.0.0.0\ncommands: {lease: 1s, attempts-max: 7}\nlimits:\n  body-max: 2MiB\n");
        ServerConfig config = bind(file, Map.of("PERIGEE_SERVER_PORT", "2", "PERIGEE_SERVER_COMMANDS_LEASE", "3s"));
        assertThat(config.entrance().port()).isEqualTo(2);
        assertThat(config.entrance().host()).isEqualTo("0.0.0.0");
        assertThat(config.commands())
                .isEqualTo(new ServerConfig.Commands(
                        Duration.ofSeconds(3),
                        7,
                        COMMANDS.backoff(),
                        Duration.ofHours(24),
                        COMMANDS.queue(),
                        COMMANDS.retention()));
        assertThat(config.entrance().limits().bodyMax()).isEqualTo(2 * 1024 * 1024);
    }

    @Test
    void allMistakesAreReportedTogetherEachWithItsPlace() throws IOException {
        Path file = file("port: 70000\ncomands:\n  lease: 1s\ncommands:\n  lease: soon\n  attempts-max: 0\n");
        assertThat(errors(file, Map.of("PERIGEE_SERVER_LIMITS_BATCHMAX", "3", "PERIGEE_SERVER_LIMITS_WAIT_MAX", "1d")))
                .containsExactlyInAnyOrder(
                        "server.yaml:3: comands.lease is unknown: did you mean \"commands.lease\"?",
                        "server.yaml:1: port \"70000\": expected 0 to 65535",
                        "server.yaml:5: commands.lease \"soon\": expected a whole number and a unit, such as 500ms, 5s,"
                                + " 10m, 2h or 7d",
                        "server.yaml:6: commands.attempts-max \"0\": expected 1 to 100",
                        "PERIGEE_SERVER_LIMITS_BATCHMAX is unknown: did you mean"
                                + " \"PERIGEE_SERVER_LIMITS_BATCH_MAX\"?",
                        "PERIGEE_SERVER_LIMITS_WAIT_MAX: limits.wait-max \"1d\": expected 1s to 1m");
    }

    @Test
    void howLongTheAuditLogIsKeptCanBeSaid() throws IOException {
        Path file = file("audit:\n  retention: 30d\n");
        assertThat(bind(file, Map.of()).records().audit().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(bind(file, Map.of("PERIGEE_SERVER_AUDIT_RETENTION", "3650d"))
                        .records()
                        .audit()
                        .retention())
                .isEqualTo(Duration.ofDays(3650));
        assertThat(ServerSettings.print(new Sources(file, Map.of(), Map.of()), DATA))
                .contains("  retention: 30d", "(default 365d)");
        assertThat(errors(file("audit: {retention: 1h}"), Map.of()))
                .containsExactly("server.yaml:1: audit.retention \"1h\": expected 1d to 36500d");
        assertThat(errors(file("audit: {retention: forever}"), Map.of()).getFirst())
                .contains("audit.retention \"forever\": expected a whole number and a unit");
    }

    @Test
    void theClientsVariablesAreNoSettings() {
        Map<String, String> clients = Map.of("PERIGEE_SERVER", "http://elsewhere", "PERIGEE_KEY", "k");
        assertThat(bind(null, clients)).isEqualTo(ServerConfig.of(DATA));
    }

    @Test
    void aFileThatIsNotYamlAndOneThatIsNotThereAreSaidSo() throws IOException {
        assertThat(errors(file("port: [1, 2\n"), Map.of()).getFirst()).contains("server.yaml:", "not YAML");
        assertThat(errors(file("just words"), Map.of()).getFirst()).contains("a mapping of keys");
        assertThat(errors(directory.resolve("absent.yaml"), Map.of()).getFirst())
                .contains("absent.yaml", "a readable file");
    }

    @Test
    void theOperatorKeyCanComeFromAFileButNotTwice() throws IOException {
        Path key = directory.resolve("key");
        Files.writeString(key, "0123456789abcdef\n");
        Map<String, String> fromFile = Map.of("PERIGEE_SERVER_OPERATOR_KEY_FILE", key.toString());
        assertThat(bind(null, fromFile).callers().operatorKey()).isEqualTo("0123456789abcdef");
        assertThat(errors(file("operator-key: fedcba9876543210"), fromFile).getFirst())
                .contains("only one of operator-key-file and operator-key");
    }

    @Test
    void thePrintedConfigurationReadsBackAndShowsNoSecret() throws IOException {
        Map<String, String> environment =
                Map.of("PERIGEE_SERVER_OPERATOR_KEY", "0123456789abcdef", "PERIGEE_SERVER_COMMANDS_LEASE", "3s");
        String printed = ServerSettings.print(new Sources(null, environment, Map.of()), DATA);
        assertThat(printed)
                .contains("operator-key: \"***\"", "  lease: 3s", "(default 15s)", "body-max: 1MiB", "data: /data")
                .doesNotContain("0123456789abcdef");
        ServerConfig again = bind(file(printed.replace("***", "0123456789abcdef")), Map.of());
        assertThat(again).isEqualTo(bind(null, environment));
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("server.yaml"), yaml);
    }

    private static ServerConfig bind(@Nullable Path file, Map<String, String> environment) {
        return ServerSettings.bind(new Sources(file, environment, Map.of()), DATA);
    }

    private static List<String> errors(Path file, Map<String, String> environment) {
        return catchThrowableOfType(CliException.class, () -> bind(file, environment))
                .lines();
    }
}
