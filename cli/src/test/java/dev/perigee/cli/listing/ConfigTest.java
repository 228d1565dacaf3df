package dev.perigee.cli.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.config.ConfigDiff;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutList;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.rollout.RolloutView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `perigee config …` against a scripted control plane.
class ConfigTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConfigScope GLOBAL = ConfigScope.parse("global");
    private static final SatelliteId EDGE = new SatelliteId("edge");
    private static final RolloutId ID = new RolloutId("01arz3ndektsv4rrffq69g5fav");

    private final FakeControlPlane server = new FakeControlPlane();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatALayerSaysIsPrinted() {
        server.then(revision(3, "ls"));
        assertThat(run("get", "team:blue").stdout()).isEqualTo("{\"exec\":{\"allow\":[\"ls\"]}}\n");
        assertThat(server.requests()).containsExactly("GET /api/v1/config/layer?layer=team%3Ablue");
    }

    @Test
    void aChangeIsToTheNewestRevisionOrToTheOneThatIsNamed() throws Exception {
        Path file = write("new.yaml", "exec:\n  allow: [ls]\n");
        server.then(revision(3, "echo")).then(revision(4, "ls"));
        assertThat(run("set", "global", file.toString(), "--note", "a b").stdout())
                .startsWith("layer global is at revision 4\n")
                .contains("+ /exec {\"allow\":[\"ls\"]}");
        assertThat(server.requests())
                .containsExactly(
                        "GET /api/v1/config/layer?layer=global", "PUT /api/v1/config/layer?layer=global&note=a+b");
        server.then(Problem.of(ProblemType.CONFIG_CONFLICT, "layer \"global\" is at revision 4, not 3"));
        Ran conflict = run("set", "global", file.toString(), "--revision", "3");
        assertThat(conflict.exitCode()).isEqualTo(125);
        assertThat(conflict.stderr()).isEqualTo("perigee: layer \"global\" is at revision 4, not 3\n");
    }

    @Test
    void aFileThatIsNotThereOrNotYamlIsOneLine() throws Exception {
        assertThat(run("set", "global", "/no/such/file", "--revision", "0").stderr())
                .isEqualTo("perigee: cannot read /no/such/file: there is no such file\n");
        Path wrong = write("wrong.yaml", "exec: [\n");
        assertThat(run("set", "global", wrong.toString(), "--revision", "0").stderr())
                .startsWith("perigee: " + wrong + " is not YAML")
                .hasLineCount(1);
        Path list = write("list.yaml", "- 1\n");
        assertThat(run("set", "global", list.toString(), "--revision", "0").stderr())
                .contains("expected a JSON object");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void historyDifferencesAndWhatItComesToAreListed() {
        server.then(new ConfigView.History(List.of(revision(3, "ls"))));
        assertThat(run("history", "global").stdout()).contains("REVISION", "3", "ada", "because");
        server.then(new ConfigView.Comparison(0, 3, ConfigDiff.between(ConfigDocument.EMPTY, document("ls"))));
        assertThat(run("diff", "global", "0", "3").stdout()).isEqualTo("  + /exec {\"allow\":[\"ls\"]}\n");
        server.then(new ConfigView.Effective(
                EDGE,
                3,
                document("ls").hash(),
                document("ls"),
                new TreeMap<>(Map.of("/exec/allow", GLOBAL)),
                List.of(new ConfigMistake("/exec", "odd"))));
        assertThat(run("effective", "edge").stdout()).contains("/exec/allow  global", "wrong: /exec: odd");
    }

    @Test
    void aDryRunShowsWhoWouldGetWhat() throws Exception {
        server.then(dryRun());
        assertThat(run("dry-run", "global", write("new.json", "{}").toString()).stdout())
                .isEqualTo("satellite edge\n  + /exec {\"allow\":[\"ls\"]}\n1 would change, 7 not\n");
    }

    @Test
    void driftAndStatusSayWhoHasNotWhatItIsToHave() {
        ConfigView.Drift drift = new ConfigView.Drift(
                9,
                1,
                List.of(new ConfigView.Drift.Drifting(
                        EDGE, Liveness.STALE, "a", "b", 2L, "no such program", NOW, NOW.minusSeconds(7200))));
        server.then(drift);
        assertThat(run("drift").stdout())
                .contains("9 in sync, 1 drifted", "SINCE", "edge", "stale", "ago", "no such program");
        server.then(new RolloutList(List.of(rollout(RolloutState.RUNNING), rollout(RolloutState.COMPLETED))))
                .then(drift);
        assertThat(run("status").stdout()).contains("1 drifted", "1 rollouts under way", ID.value());
    }

    @Test
    void aRolloutStartsFromTheNewestRevision() throws Exception {
        server.then(Problem.of(ProblemType.CONFIG_UNKNOWN, "says nothing yet")).then(rollout(RolloutState.RUNNING));
        Ran ran = run("rollout", "start", "global", write("new.json", "{}").toString(), "--waves", "1,10%");
        assertThat(ran.stdout())
                .contains("rollout " + ID + " is running", "revision 3 to 4", "wave:       1 of 3 (1,10%,100%)")
                .contains("100 of 1000: 98 well, 1 waiting, 0 away, 1 failed", "failed:     edge: no such program");
        assertThat(server.requests()).containsExactly("GET /api/v1/config/layer?layer=global", "POST /api/v1/rollouts");
    }

    @Test
    void whatIsWrongWithAPlanIsToldBeforeAnybodyIsAsked() throws Exception {
        String file = write("new.json", "{}").toString();
        assertThat(run("rollout", "start", "global", file, "--waves", "5,3").stderr())
                .contains("wave \"3\": expected more than the wave before it, which is 5");
        assertThat(run("rollout", "start", "global", file, "--waves", "0").stderr())
                .contains("wave \"0\": expected at least one satellite");
        assertThat(run("rollout", "start", "global", file, "--waves", "1", "--max-failed", "many")
                        .stderr())
                .contains("\"many\": expected a whole number");
        assertThat(run("rollout").stderr()).contains("expected perigee config rollout start, status");
        assertThat(run().stderr()).contains("expected perigee config get, set, edit");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRolloutIsPausedResumedAbortedAndListed() {
        for (String wish : List.of("pause", "resume", "abort")) {
            server.then(rollout(RolloutState.PAUSED));
            assertThat(run("rollout", wish, ID.value()).stdout()).contains("is paused (because)");
        }
        server.then(new RolloutList(List.of(rollout(RolloutState.ROLLED_BACK))));
        assertThat(run("rollouts", "--limit", "5").stdout()).contains("ROLLOUT", "rolled_back", "3 to 4", "because");
        assertThat(server.requests())
                .containsExactly(
                        "POST /api/v1/rollouts/" + ID + "/pause",
                        "POST /api/v1/rollouts/" + ID + "/resume",
                        "POST /api/v1/rollouts/" + ID + "/abort",
                        "GET /api/v1/rollouts?limit=5");
    }

    @Test
    void aLayerGoesBack() {
        server.then(revision(4, "ls")).then(revision(5, "echo"));
        assertThat(run("rollback", "global", "--to", "2").stdout()).contains("layer global is at revision 5");
        assertThat(server.requests().getLast()).isEqualTo("POST /api/v1/config/rollback?layer=global&to=2");
    }

    @Test
    void anEditShowsWhatItWouldChangeAndAsks() throws Exception {
        server.then(revision(3, "echo")).then(dryRun()).then(revision(4, "ls"));
        Ran ran = edit("y\n", "sed -i s/echo/ls/");
        assertThat(ran.exitCode()).as(ran.stderr()).isZero();
        assertThat(ran.stdout()).contains("1 would change, 7 not", "is at revision 4");
        assertThat(server.requests().getLast()).startsWith("PUT ");
    }

    @Test
    void whatWasWrittenIsKeptWhenNobodySaysYesOrTheControlPlaneRefuses() throws Exception {
        server.then(revision(3, "echo")).then(dryRun());
        Ran no = edit("\n", "sed -i s/echo/ls/");
        assertThat(no.exitCode()).isEqualTo(125);
        assertThat(kept(no)).contains("ls");
        server.then(revision(3, "echo")).then(Problem.of(ProblemType.CONFIG_REFUSED, "/exec/allow: odd"));
        Ran refused = edit("", "sed -i s/echo/ls/", "--yes");
        assertThat(refused.stderr()).contains("/exec/allow: odd; what you wrote is in ");
        assertThat(kept(refused)).contains("ls");
        server.then(revision(3, "echo"));
        Ran garbled = edit("", "printf [ >", "--yes");
        assertThat(garbled.stderr()).contains("is not YAML");
        assertThat(kept(garbled)).contains("[");
    }

    @Test
    void anEditThatChangesNothingOrWhoseEditorFailsChangesNothing() {
        server.then(revision(3, "echo"));
        assertThat(edit("", "true").stdout()).isEqualTo("layer global is as it was\n");
        server.then(revision(3, "echo"));
        assertThat(edit("", "false").stderr()).contains("editor \"false\" ended with exit code 1: expected 0");
        assertThat(server.requests()).hasSize(2);
    }

    private static String kept(Ran ran) throws Exception {
        String told = ran.stderr().strip();
        Path file = Path.of(told.substring(told.lastIndexOf(' ') + 1));
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    private Ran edit(String input, String editor, String... more) {
        String[] words = Stream.concat(
                        Stream.of("config", "edit", "--server", server.url(), "--key", "operator", "global"),
                        Stream.of(more))
                .toArray(String[]::new);
        return Ran.with(Map.of("VISUAL", editor, "PATH", "/usr/bin:/bin"), input, words);
    }

    /// `perigee config words…`, the last of the words that name the subcommand followed by how to reach the server.
    private Ran run(String... words) {
        int named = words.length > 1 && words[0].equals("rollout") ? 2 : Math.min(1, words.length);
        Stream<String> server = Stream.of("--server", this.server.url(), "--key", "operator");
        Stream<String> all = Stream.of(
                        Stream.of("config"),
                        Stream.of(words).limit(named),
                        words.length > 1 || (named == 1 && !words[0].equals("rollout"))
                                ? server
                                : Stream.<String>empty(),
                        Stream.of(words).skip(named))
                .flatMap(part -> part);
        return Ran.with(Map.of(), "", all.toArray(String[]::new));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static ConfigDocument document(String program) {
        return ConfigDocument.parse("{\"exec\":{\"allow\":[\"" + program + "\"]}}");
    }

    private static ConfigView.Revision revision(long number, String program) {
        return new ConfigView.Revision(
                number,
                GLOBAL,
                "ada",
                NOW,
                "because",
                document(program),
                ConfigDiff.between(ConfigDocument.EMPTY, document(program)));
    }

    private static ConfigView.DryRun dryRun() {
        return new ConfigView.DryRun(
                List.of(new ConfigView.DryRun.Change(
                        EDGE, ConfigDiff.between(ConfigDocument.EMPTY, document("ls")), List.of())),
                7);
    }

    private static RolloutView rollout(RolloutState state) {
        return new RolloutView(
                ID,
                GLOBAL,
                3,
                4,
                state,
                "ada",
                NOW,
                new RolloutPlan(RolloutPlan.waves("1,10%"), Duration.ofMinutes(1), null),
                1,
                NOW,
                "because",
                List.of(new FailedSatellite(EDGE, "no such program")),
                state.isTerminal() ? null : new RolloutView.Progress(1000, 100, 98, 1, 0, 1));
    }
}
