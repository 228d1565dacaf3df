package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Configurations brought to one wave of satellites after the other, through the real binary.
final class RolloutIT {
    private static final Duration MAX = Duration.ofSeconds(60);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aBadConfigurationStopsInItsFirstWaveAndAGoodOneOutlivesTheControlPlane() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        Apart.Lives lives = apart.start();
        List<RunningPerigee> satellites = new ArrayList<>(List.of(lives.satellite()));
        satellites.add(apart.join("near", ""));
        satellites.add(apart.join("there", ""));
        Perigee perigee = apart.client();
        Path bad = file("bad.yaml", "mcpServers:\n  files:\n    command: files\n");
        Path good = file("good.json", "{\"exec\":{\"allow\":[\"ls\"]}}");

        // These satellites have no MCP gateway, and so cannot take it.
        Ran started = perigee.run("config rollout start", "global", bad.toString(), "--waves", "1,100%");
        assertThat(started.out()).as(started.err()).contains("is running", "wave:       1 of 2 (1,100%)");
        String failed = started.out().split(" ", 3)[1];
        await(perigee, failed, "rolled_back");
        Ran status = perigee.run("config rollout status", failed);
        assertThat(status.out()).contains("of 1 satellites 1 failed", "no MCP gateway");
        Await.until("nobody has it", MAX, () -> drift(perigee).path("inSync").asInt() == 3);
        long touched = 0;
        for (RunningPerigee satellite : satellites) {
            touched += satellite.stderr().contains("configuration refused") ? 1 : 0;
        }
        assertThat(touched).as("satellites that were given it").isEqualTo(1);

        Ran second = perigee.run("config rollout start", "global", good.toString(), "--waves", "1,2", "-o", "json");
        String id = second.json().path("id").asString();
        lives.server().kill();
        apart.server().awaitReady();
        await(perigee, id, "completed");
        Await.until("all have it", MAX, () -> drift(perigee).path("inSync").asInt() == 3);
        assertThat(perigee.run("config get", "global").out()).contains("\"ls\"");
        assertThat(perigee.run("config rollouts").out()).contains(failed, "rolled_back", id, "completed");
        assertThat(perigee.run("config rollout abort", id).err())
                .contains("rollout " + id + " is completed and can no longer be aborted");
        assertThat(perigee.run("config history", "global").out().lines()).hasSize(2);
        assertThat(perigee.run("config status").out()).contains("3 in sync, 0 drifted", "0 rollouts under way");
    }

    @Test
    void wrongInputIsToldInClearWords() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.server().awaitReady();
        Perigee perigee = apart.client();
        String good = file("good.json", "{\"exec\":{\"allow\":[\"ls\"]}}").toString();

        refused(
                perigee,
                "\"many\": expected a whole number",
                "config rollout start",
                "global",
                good,
                "--waves",
                "many");
        refused(perigee, "1% to 100%", "config rollout start", "global", good, "--waves", "1%,150%");
        refused(perigee, "more than the wave before it", "config rollout start", "global", good, "--waves", "10%,5%");
        refused(
                perigee,
                "settle \"2h\": expected 1s to 1h",
                "config rollout start",
                "global",
                good,
                "--waves",
                "1",
                "--settle",
                "2h");
        refused(perigee, "layer \"everyone\": expected global, team:NAME", "config get", "everyone");
        refused(perigee, "layer \"team:blue\" says nothing yet", "config get", "team:blue");
        refused(perigee, "is at revision 0, not 7", "config set", "global", good, "--revision", "7");
        refused(perigee, "has no revision before 0", "config rollback", "global");
        refused(perigee, "rollout id \"x\": expected 26 characters", "config rollout status", "x");
        Path wrong = file("wrong.json", "{\"colour\":1,\"exec\":{\"allow\":7,\"deny\":[]}}");
        Ran all = refused(perigee, "/colour", "config set", "global", wrong.toString());
        assertThat(all.err()).contains("/exec/allow", "/exec/deny");
    }

    private static Ran refused(Perigee perigee, String why, String command, String... words) throws Exception {
        Ran ran = perigee.run(command, words);
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.err()).contains(why).hasLineCount(1);
        return ran;
    }

    private static void await(Perigee perigee, String id, String state) throws Exception {
        Await.until(
                "rollout " + id + " is " + state,
                MAX,
                () -> perigee.operator()
                        .get("rollouts/" + id)
                        .path("state")
                        .asString()
                        .equals(state));
    }

    private static JsonNode drift(Perigee perigee) throws Exception {
        return perigee.operator().get("config/drift");
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
