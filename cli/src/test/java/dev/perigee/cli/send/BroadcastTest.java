package dev.perigee.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.broadcast.BroadcastCommands;
import dev.perigee.protocol.broadcast.BroadcastCounts;
import dev.perigee.protocol.broadcast.BroadcastList;
import dev.perigee.protocol.broadcast.BroadcastMembers;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    private static final BroadcastId ID = new BroadcastId("01arz3ndektsv4rrffq69g5fav");

    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aProgramOnManyPrintsWhatEachAnswered() {
        server.then(view(BroadcastState.RUNNING, 3, 0, 0))
                .then(view(BroadcastState.COMPLETED, 0, 2, 1))
                .then(new BroadcastCommands(
                        List.of(ended("a", Views.completed(0, "Linux a\nmore\n")), ended("b", Views.completed(7, ""))),
                        new SatelliteId("b")))
                .then(new BroadcastCommands(List.of(in("c", CommandState.EXPIRED)), null));

        Ran ran = run("send", "--max-concurrent", "10%", "--max-failures", "3", "group:web", "--", "uname", "-a");

        assertThat(ran.stdout().lines())
                .containsExactly(
                        "broadcast " + ID + " is completed: 2 of 3 succeeded; 3 completed",
                        "SATELLITE  STATE      EXIT  OUTPUT",
                        "a          completed  0     Linux a",
                        "b          completed  7",
                        "c          expired          command " + Views.ID
                                + " on c expired: expected the satellite to acknowledge it within 1m",
                        "did not answer in time (1): c");
        assertThat(ran.stderr()).isEqualTo("perigee: broadcast " + ID + " to 3 satellites\n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(server.requests())
                .containsExactly(
                        "POST /api/v1/broadcasts",
                        "GET /api/v1/broadcasts/" + ID + "?wait=30s",
                        "GET /api/v1/broadcasts/" + ID + "/commands?limit=1000",
                        "GET /api/v1/broadcasts/" + ID + "/commands?limit=1000&after=b");
    }

    @Test
    void onlyWhenAllCompletedWithZeroIsTheExitCodeZero() {
        server.then(view(BroadcastState.COMPLETED, 0, 3, 0))
                .then(new BroadcastCommands(List.of(ended("a", Views.completed(0, "x\ny\n"))), null));

        Ran ran = run("send", "--whole", "all", "--", "true");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout().lines()).contains("a: x", "a: y");
    }

    @Test
    void whatWasNotBegunIsNamed() {
        server.then(view(BroadcastState.ABORTED, 0, 1, 0))
                .then(new BroadcastCommands(List.of(ended("a", Views.completed(0, ""))), null))
                .then(new BroadcastMembers(List.of(new SatelliteId("b"), new SatelliteId("c")), null));

        Ran ran = run("broadcast", ID.value());

        assertThat(ran.stdout().lines())
                .containsExactly(
                        "broadcast " + ID + " is aborted (aborted by operator): 1 of 3 succeeded; 1 completed",
                        "SATELLITE  STATE      EXIT  OUTPUT",
                        "a          completed  0",
                        "not begun (2): b, c");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void asJsonItIsOneDocumentASatellite() {
        server.then(view(BroadcastState.COMPLETED, 0, 3, 0))
                .then(new BroadcastCommands(
                        List.of(ended("a", Views.completed(0, "hi\n")), ended("b", Views.completed(0, ""))), null));

        Ran ran = run("send", "-o", "json", "label:env=prod,tier!=db", "--ping");

        assertThat(ran.stdout().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"satellite\":\"a\"", "\"exitCode\":0", "\"stdout\":\"hi\\n\"");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void notWaitedForItsIdIsPrinted() {
        server.then(view(BroadcastState.RUNNING, 3, 0, 0));

        Ran ran = run("send", "--no-wait", "all", "--", "true");

        assertThat(ran.stdout()).isEqualTo(ID + "\n");
    }

    @Test
    void aTargetThatMeansNobodyIsToldInTheControlPlanesWords() {
        server.then(Problem.of(ProblemType.TARGET_EMPTY, "target \"group:app\": none of 4 satellites fits"));

        Ran ran = run("send", "group:app", "--", "true");

        assertThat(ran.stderr()).isEqualTo("perigee: target \"group:app\": none of 4 satellites fits\n");
        assertThat(ran.exitCode()).isEqualTo(125);
    }

    @Test
    void optionsForManyAreForMany() {
        assertThat(run("send", "--max-failures", "1", "local", "--", "true").stderr())
                .contains("are for many: expected group:NAME");
        assertThat(run("send", "--max-failures", "x", "all", "--", "true").stderr())
                .contains("portion \"x\": expected a whole number");
        assertThat(run("send", "team:x", "--", "true").stderr()).contains("target \"team:x\": expected the id");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void pausedResumedAndAbortedByItsId() {
        server.then(view(BroadcastState.PAUSED, 1, 0, 0)).then(view(BroadcastState.RUNNING, 1, 0, 0));

        assertThat(run("broadcast", ID.value(), "pause").stdout())
                .isEqualTo("broadcast " + ID + " is paused (aborted by operator)\n");
        assertThat(run("broadcast", ID.value(), "resume", "-o", "json").stdout())
                .contains("\"state\":\"running\"");
        assertThat(run("broadcast").stderr()).contains("ID is missing");
        assertThat(run("broadcast", ID.value(), "stop").stderr()).contains("expected pause, resume or abort");
        assertThat(server.requests())
                .containsExactly(
                        "POST /api/v1/broadcasts/" + ID + "/pause", "POST /api/v1/broadcasts/" + ID + "/resume");
    }

    @Test
    void broadcastsAreListed() {
        server.then(new BroadcastList(List.of(view(BroadcastState.RUNNING, 2, 1, 0))));

        assertThat(run("broadcasts").stdout().lines())
                .containsExactly(
                        "ID                          TARGET     STATE    SUBMITTED  MEMBERS  SUCCEEDED  FAILED  LIVE",
                        "01arz3ndektsv4rrffq69g5fav  group:web  running  now        3        1          0       2");
    }

    private Ran run(String... words) {
        return Ran.client(server, "", words);
    }

    private static CommandView ended(String satellite, Result result) {
        return Views.ended(submission(satellite), result);
    }

    private static CommandView in(String satellite, CommandState state) {
        return Views.in(submission(satellite), state);
    }

    private static Submission submission(String satellite) {
        return Submission.of(new SatelliteId(satellite), new CommandSpec.Ping());
    }

    private static BroadcastView view(BroadcastState state, int live, int succeeded, int failed) {
        int pending = 3 - live - succeeded - failed;
        return new BroadcastView(
                ID,
                Target.parse("group:web"),
                state,
                new CommandSpec.Ping(),
                Priority.NORMAL,
                Views.SUBMITTED,
                Views.SUBMITTED,
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                true,
                3,
                3,
                new BroadcastCounts(
                        pending, live, succeeded, failed, Map.of(CommandState.COMPLETED, succeeded + failed)),
                Portion.parse("10%"),
                null,
                null,
                null,
                null,
                state == BroadcastState.ABORTED || state == BroadcastState.PAUSED ? "aborted by operator" : null);
    }
}
