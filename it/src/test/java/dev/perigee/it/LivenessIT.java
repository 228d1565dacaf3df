package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whether a satellite is live, stale or dead, as whoever operates it sees it.
final class LivenessIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    /// Stale for long enough to be shown, also where a process needs seconds to start.
    private static final String QUICK = "satellites: {stale-after: 4s, dead-after: 6s}\n";
    private static final String COMES_BACK_AT_ONCE = "link: {poll-wait: 1s}\n";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aSatelliteThatStandsStillIsStaleThenDeadAndLiveAgainWhenItGoesOn() throws Exception {
        Apart apart = Apart.in(
                directory,
                processes,
                QUICK,
                COMES_BACK_AT_ONCE + "public-url: https://far.example.com\nlabels: [env=test]\n");
        Apart.Lives lives = apart.start();
        Await.until("it has sent a heartbeat", SOON, () -> shown(apart).has("heartbeat"));
        JsonNode live = apart.client()
                .run("satellites", "--status", "live", "-o", "json")
                .json()
                .path("satellites");
        assertThat(live.valueStream().map(it -> it.path("id").asString())).containsExactly("far");
        assertThat(apart.client().run("satellite", "far", "-o", "json").json().has("heartbeat"))
                .isTrue();
        assertThat(apart.client().run("satellite", "far").out())
                .contains("state:        live", "why:          it registered", "env=test")
                .contains("public URL:   https://far.example.com", "heartbeat:", "wanted every 1.3s", "uptime:");

        signal(lives.satellite(), "-STOP");
        Await.until("it is stale", SOON, () -> listed(apart, "stale").equals(List.of("far")));
        assertThat(apart.client().run("satellite", "far").out())
                .contains("state:        stale", "no sign of life for 4s, last seen 20", "before:       live from");
        Await.until("it is dead", SOON, () -> listed(apart, "dead").equals(List.of("far")));
        signal(lives.satellite(), "-CONT");
        Await.until("it is live", SOON, () -> listed(apart, "live").equals(List.of("far")));

        assertThat(shown(apart)
                        .path("changes")
                        .valueStream()
                        .map(it -> it.path("state").asString()))
                .containsExactly("live", "stale", "dead", "live");
        assertThat(apart.client().run("satellite", "far").out()).containsPattern("why: +it .* again");
        lives.satellite().kill();
        Await.until("it is stale", SOON, () -> listed(apart, "stale").equals(List.of("far")));
    }

    @Test
    void aRestartOfTheControlPlaneMakesNobodyStale() throws Exception {
        Apart apart = Apart.in(directory, processes, QUICK, COMES_BACK_AT_ONCE);
        Apart.Lives lives = apart.start();
        Await.until("it has sent a heartbeat", SOON, () -> shown(apart).has("heartbeat"));
        String before = shown(apart).path("heartbeatAt").asString();

        assertThat(lives.server().terminate().exitCode()).isZero();
        Await.pass(Duration.ofSeconds(5));
        apart.server().awaitReady();

        assertThat(listed(apart, "live")).containsExactly("far");
        assertThat(shown(apart).has("heartbeat"))
                .as("what was told is not forgotten")
                .isTrue();
        Await.until(
                "it has sent another",
                SOON,
                () -> !shown(apart).path("heartbeatAt").asString().equals(before));
        assertThat(shown(apart)
                        .path("changes")
                        .valueStream()
                        .map(it -> it.path("state").asString()))
                .containsExactly("live");
    }

    @Test
    void theDeadAreStruckOffWhereThatIsWanted() throws Exception {
        Apart apart = Apart.in(
                directory,
                processes,
                "satellites: {stale-after: 2s, dead-after: 1s, dead-retention: 1s}\n",
                COMES_BACK_AT_ONCE);
        Apart.Lives lives = apart.start();

        lives.satellite().kill();
        Await.until("it is registered no longer", SOON, () -> apart.operator().status("satellites/far") == 404);

        assertThat(apart.client().run("satellites").out()).isEqualTo("No satellite has registered yet.\n");
        refused(
                apart,
                "satellite \"far\" is not registered; `perigee satellites` lists those that are",
                "satellite",
                "far");
        assertThat(apart.join("near", COMES_BACK_AT_ONCE).isAlive()).isTrue();
    }

    @Test
    void whatIsAskedWronglyIsNamed() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.server().awaitReady();

        refused(apart, "status \"foo\": expected live, stale or dead", "satellites", "--status", "foo");
        refused(apart, "satellite \"nobody\" is not registered", "satellite", "nobody");
        refused(apart, "\"No Name\": expected", "satellite", "No Name");
        assertThat(apart.client().run("satellites", "--status", "dead").out()).isEqualTo("No such satellite.\n");
        Ran ran = processes.run(
                Map.of("PERIGEE_SATELLITE_PUBLIC_URL", "https://me:secret@far"),
                "satellite",
                "--config",
                apart.satelliteFile().toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.err())
                .contains("public-url \"https://***@far\": expected a URL")
                .doesNotContain("secret");
    }

    private static void refused(Apart apart, String named, String command, String... words) throws Exception {
        Ran ran = apart.client().run(command, words);
        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(125);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(named);
    }

    private static JsonNode shown(Apart apart) throws Exception {
        return apart.operator().get("satellites/far");
    }

    private static List<String> listed(Apart apart, String status) throws Exception {
        return apart.operator().satellites(status);
    }

    private static void signal(RunningPerigee process, String signal) throws Exception {
        assertThat(Ran.here("kill", signal, String.valueOf(process.pid())).exitCode())
                .isZero();
    }
}
