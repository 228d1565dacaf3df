package dev.perigee.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.cli.shell.CliException;
import dev.perigee.gateway.door.DoorLimits;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.satellite.SatelliteConfig.Membership;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SatelliteSettingsTest {
    @TempDir
    Path directory;

    @Test
    void withOnlyANameEverythingIsAsByDefault() {
        assertThat(bind(null, Map.of("PERIGEE_SATELLITE_ID", "edge")))
                .isEqualTo(SatelliteConfig.of(
                        URI.create("http://127.0.0.1:7400"), new SatelliteId("edge"), Path.of("/data/edge")));
    }

    @Test
    void aMissingNameIsReportedBesideTheOtherMistakes() {
        assertThatThrownBy(() -> bind(null, Map.of("PERIGEE_SATELLITE_MAX_CONCURRENT", "many")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("id is missing")
                .hasMessageContaining("PERIGEE_SATELLITE_ID")
                .hasMessageContaining("PERIGEE_SATELLITE_MAX_CONCURRENT: max-concurrent \"many\"");
    }

    @Test
    void programsAreAListInTheFileAndACommaListInTheEnvironment() throws IOException {
        Path file = Files.writeString(directory.resolve("s.yaml"), "id: edge\nexec:\n  allow: [echo, true, false]\n");
        assertThat(bind(file, Map.of()).exec().allow()).isEqualTo(ExecAllow.only(List.of("echo", "true", "false")));
        assertThat(bind(file, Map.of("PERIGEE_SATELLITE_EXEC_ALLOW", "ls, du"))
                        .exec()
                        .allow())
                .isEqualTo(ExecAllow.only(List.of("ls", "du")));
        assertThat(bind(file, Map.of("PERIGEE_SATELLITE_EXEC_ALLOW", "any"))
                        .exec()
                        .allow())
                .isEqualTo(ExecAllow.ANY);
    }

    @Test
    void groupAndLabelsAreAListInTheFileAndACommaListElsewhere() throws IOException {
        Membership membership = new Membership(new GroupName("web"), Labels.of(Map.of("env", "prod", "tier", "a.b/c")));
        Path file = Files.writeString(
                directory.resolve("s.yaml"), "id: edge\ngroup: web\nlabels: [env=prod, tier=a.b/c]\n");
        assertThat(bind(file, Map.of()).membership()).isEqualTo(membership);
        assertThat(bind(file, Map.of("PERIGEE_SATELLITE_LABELS", "zone=eu"))
                        .membership()
                        .labels())
                .isEqualTo(Labels.of(Map.of("zone", "eu")));
        String printed = SatelliteSettings.print(
                new Sources(file, Map.of(), Map.of("labels", "env=prod,tier=a.b/c")), id -> Path.of("/data"));
        Path again = Files.writeString(directory.resolve("again.yaml"), printed);
        assertThat(bind(again, Map.of()).membership()).isEqualTo(membership);
        assertThatThrownBy(() -> bind(file, Map.of("PERIGEE_SATELLITE_LABELS", "zone")))
                .hasMessage("PERIGEE_SATELLITE_LABELS: label \"zone\": expected NAME=VALUE");
        assertThatThrownBy(() -> bind(null, Map.of("PERIGEE_SATELLITE_ID", "all")))
                .hasMessageContaining("id \"all\": expected another name");
    }

    @Test
    void routesAreAListInTheFileAndACommaListElsewhere() throws IOException {
        Path file = Files.writeString(directory.resolve("s.yaml"), "id: edge\nroutes: [orders, b-1, orders]\n");
        assertThat(bind(file, Map.of()).membership().routes()).containsExactly("b-1", "orders");
        Map<String, String> environment = Map.of("PERIGEE_SATELLITE_ROUTES", "zone one, orders");
        assertThat(bind(file, environment).membership().routes()).containsExactly("orders", "zone one");
        String printed = SatelliteSettings.print(new Sources(file, environment, Map.of()), id -> Path.of("/data"));
        Path again = Files.writeString(directory.resolve("again.yaml"), printed);
        assertThat(bind(again, Map.of()).membership().routes()).containsExactly("orders", "zone one");
        assertThatThrownBy(() -> bind(file, Map.of("PERIGEE_SATELLITE_ROUTES", "a".repeat(256))))
                .hasMessageContaining("routes's length \"256\": expected at most 255");
    }

    @Test
    void twoValuesThatContradictEachOtherAreNamedBoth() {
        Map<String, String> environment =
                Map.of("PERIGEE_SATELLITE_ID", "edge", "PERIGEE_SATELLITE_LINK_BACKOFF_MIN", "20s");
        assertThatThrownBy(() -> bind(null, environment))
                .isInstanceOf(CliException.class)
                .hasMessage("link.backoff-max \"10s\": expected at least link.backoff-min, 20s");
    }

    @Test
    void allMistakesOfTheServersFileAreReportedBesideTheOthers() throws IOException {
        Path servers = Files.writeString(directory.resolve("mcp.json"), """
                {"mcpServers": {"a": {"url": "ftp://h"}, "b": {"command": "x", "args": "y", "timeout": "soon"}}}""");
        Map<String, String> environment = Map.of(
                "PERIGEE_SATELLITE_ID", "edge",
                "PERIGEE_SATELLITE_MCP_ANONYMOUS", "true",
                "PERIGEE_SATELLITE_MCP_IDLE_MAX", "1s",
                "PERIGEE_SATELLITE_MAX_CONCURRENT", "0",
                "PERIGEE_SATELLITE_MCP_SERVERS", servers.toString());
        assertThatThrownBy(() -> bind(null, environment))
                .isInstanceOfSatisfying(
                        CliException.class,
                        e -> assertThat(e.lines())
                                .hasSize(5)
                                .anyMatch(line -> line.startsWith(servers + ": url of server a \"ftp://h\": expected"))
                                .anyMatch(line -> line.startsWith(servers + ": args of server b: expected an array"))
                                .anyMatch(line -> line.startsWith(servers + ": timeout of server b \"soon\": expected"))
                                .anyMatch(line -> line.contains("mcp.idle-max \"1s\": expected"))
                                .anyMatch(line -> line.contains("max-concurrent \"0\": expected")));
        assertThatThrownBy(() -> bind(
                        null,
                        Map.of(
                                "PERIGEE_SATELLITE_ID",
                                "edge",
                                "PERIGEE_SATELLITE_MCP_ANONYMOUS",
                                "true",
                                "PERIGEE_SATELLITE_MCP_SERVERS",
                                directory.resolve("none.json").toString())))
                .hasMessageContaining("none.json")
                .hasMessageContaining("expected a file that can be read");
    }

    @Test
    void theBoundsOfWhatAiClientsDoAreSetAndChecked() {
        Map<String, String> environment = Map.of(
                "PERIGEE_SATELLITE_ID", "edge",
                "PERIGEE_SATELLITE_MCP_ANONYMOUS", "true",
                "PERIGEE_SATELLITE_MCP_SILENCE_MAX", "2m",
                "PERIGEE_SATELLITE_MCP_CALL_MAX", "3h",
                "PERIGEE_SATELLITE_MCP_SESSION_IDLE_MAX", "30m",
                "PERIGEE_SATELLITE_MCP_PARKED_MAX", "1m");
        assertThat(Objects.requireNonNull(bind(null, environment).mcp()).limits())
                .isEqualTo(DoorLimits.DEFAULT
                        .withSilenceMax(Duration.ofMinutes(2))
                        .withTurnMax(Duration.ofHours(3))
                        .withIdleMax(Duration.ofMinutes(30))
                        .withParkedMax(Duration.ofMinutes(1)));
        assertThat(SatelliteSettings.print(new Sources(null, environment, Map.of()), id -> Path.of("/data")))
                .contains("silence-max: 2m", "session-idle-max: 30m", "call-max: 3h", "parked-max: 1m");

        Map<String, String> wrong = new HashMap<>(environment);
        wrong.put("PERIGEE_SATELLITE_MCP_CALL_MAX", "1m");
        assertThatThrownBy(() -> bind(null, wrong)).hasMessageContaining("mcp.call-max \"1m\": expected 2m to");
    }

    @Test
    void thePrintedConfigurationReadsBack() throws IOException {
        Map<String, String> environment =
                Map.of("PERIGEE_SATELLITE_ID", "edge", "PERIGEE_SATELLITE_DATA", "/a b/\"c\"");
        String printed =
                SatelliteSettings.print(new Sources(null, environment, Map.of()), id -> Path.of("/data", id.value()));
        Path file = Files.writeString(directory.resolve("s.yaml"), printed);
        assertThat(bind(file, Map.of())).isEqualTo(bind(null, environment));
    }

    private static SatelliteConfig bind(@Nullable Path file, Map<String, String> environment) {
        return SatelliteSettings.bind(new Sources(file, environment, Map.of()), id -> Path.of("/data", id.value()));
    }
}
