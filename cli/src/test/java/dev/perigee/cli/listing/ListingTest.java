package dev.perigee.cli.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
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
