package dev.perigee.cli.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.IdentityView;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void satellitesAreATableForPeopleAndADocumentForPrograms() {
        SatelliteList list = new SatelliteList(List.of(new SatelliteView(
                new SatelliteId("local"),
                Liveness.LIVE,
                "0.1.0",
                "linux/amd64",
                new TeamName("blue"),
                new GroupName("web"),
                Labels.of(Map.of("env", "prod", "tier", "a")),
                8,
                Views.SUBMITTED.minusSeconds(7200),
                Views.SUBMITTED.minusSeconds(2))));
        server.then(list).then(list);
        assertThat(run("satellites").stdout().lines())
                .containsExactly(
                        "SATELLITE  STATE  LAST SEEN  TEAM  GROUP  LABELS           REGISTERED  VERSION  PLATFORM",
                        "local      live   2s ago     blue  web    env=prod,tier=a  2h ago      0.1.0    linux/amd64");
        assertThat(run("satellites", "-o", "json").stdout())
                .startsWith("{\"satellites\":[{\"id\":\"local\",\"state\":\"live\"")
                .hasLineCount(1);
    }

    @Test
    void satellitesCanBeNarrowedDownByHowTheyStand() {
        server.then(new SatelliteList(List.of()));

        assertThat(run("satellites", "--status", "stale").stdout()).isEqualTo("No such satellite.\n");

        assertThat(server.requests()).containsExactly("GET /api/v1/satellites?status=stale");
        Ran wrong = run("satellites", "--status", "foo");
        assertThat(wrong.exitCode()).isEqualTo(125);
        assertThat(wrong.stderr()).contains("status \"foo\": expected live, stale or dead");
    }

    @Test
    void aSatelliteIsShownWithSinceWhenItStandsAsItDoesAndWhy() {
        Instant at = Views.SUBMITTED.minusSeconds(60);
        TeamName blue = new TeamName("blue");
        Heartbeat heartbeat = new Heartbeat(
                Condition.DEGRADED,
                new SystemMetrics(12.34, 1L << 20, 1L << 30, 5.0, null, null, 3600L),
                List.of(new ProcessStatus(ProcessStatus.Kind.MCP_SERVER, "web", "online", 2, 1.25, 3L << 20, blue, 4)),
                7,
                Map.of(blue, 8),
                Map.of(blue, 2),
                3,
                "0.1.0",
                null);
        server.then(new SatelliteDetail(
                new SatelliteView(
                        new SatelliteId("edge"),
                        Liveness.STALE,
                        "0.1.0",
                        "linux/amd64",
                        blue,
                        null,
                        Labels.NONE,
                        8,
                        at.minusSeconds(7200),
                        at.minusSeconds(90)),
                List.of(
                        new LivenessChange(Liveness.LIVE, at.minusSeconds(7200), "it registered"),
                        new LivenessChange(Liveness.STALE, at, "no sign of life for 1m30s")),
                Duration.ofSeconds(30),
                at,
                heartbeat,
                "https://edge.example.com",
                new IdentityView(List.of("exec"), null, List.of(), at.minusSeconds(7200), null, null, null),
                null));

        Ran ran = run("satellite", "edge");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.stdout().lines())
                .contains(
                        "state:        stale",
                        "why:          no sign of life for 1m30s",
                        "public URL:   https://edge.example.com",
                        "condition:    degraded",
                        "cpu:          12.3 %",
                        "memory:       1.0 MiB of 1024.0 MiB",
                        "errors:       3 since the heartbeat before",
                        "team blue:    8 MCP servers",
                        "team blue:    2 commands",
                        "and 7 more")
                .anyMatch(line -> line.startsWith("since:        2025-12-31T23:59:00Z ("))
                .anyMatch(line -> line.startsWith("before:       live from ") && line.endsWith(": it registered"))
                .anyMatch(line -> line.matches("mcp-server +web +online +2 +1\\.. % +3\\.0 MiB"));
    }

    @Test
    void emptyListsSaySo() {
        server.then(new SatelliteList(List.of()))
                .then(new CommandList(List.of()))
                .then(new CommandList(List.of()));
        assertThat(run("satellites").stdout()).isEqualTo("No satellite has registered yet.\n");
        assertThat(run("commands").stdout()).isEqualTo("No commands yet.\n");
        assertThat(run("commands", "--state", "queued").stdout()).isEqualTo("No such commands.\n");
    }

    @Test
    void commandsCanBeNarrowedDown() {
        server.then(new CommandList(List.of(Views.in(CommandState.QUEUED))));
        Ran ran = run("commands", "--state", "queued", "--satellite", "local", "--limit", "7");
        assertThat(server.requests()).containsExactly("GET /api/v1/commands?limit=7&state=queued&satellite=local");
        assertThat(ran.stdout().lines().toList().getLast())
                .isEqualTo(Views.ID + "  local      queued  now      normal    echo hello");
        assertThat(run("commands", "--state", "lost").stderr()).contains("state \"lost\": expected one of queued");
    }

    @Test
    void oneCommandIsShownWithWhatItCameTo() {
        server.then(Views.ended(Views.completed(3, "out\u001b[2J\nput\n")));
        assertThat(run("command", Views.ID.value()).stdout())
                .contains("state:       completed", "exit code:   3", "command:     echo hello", "  out?[2J\n  put\n");
    }

    @Test
    void anUnknownCommandIsOneLine() {
        server.then(Problem.of(ProblemType.COMMAND_UNKNOWN, "command \"" + Views.ID + "\": expected one that exists"));
        Ran ran = run("command", Views.ID.value());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.stderr()).isEqualTo("perigee: command \"" + Views.ID + "\": expected one that exists\n");
        assertThat(run("command", "x").stderr()).contains("command id \"x\": expected 26 characters");
    }

    @Test
    void theTokenAloneIsOnStdout() {
        server.then(new TokenView(new TokenId("01arz3ndektsv4rrffq69g5fav"), "t0ken", Views.SUBMITTED, null, null));
        String[] words = {
            "token", "create", "--server", server.url(), "--key", "operator", "--expires", "2h", "--satellite", "edge"
        };
        assertThat(Ran.with(java.util.Map.of(), "", words).stdout()).isEqualTo("t0ken\n");
    }

    private Ran run(String... words) {
        return Ran.client(server, "", words);
    }
}
