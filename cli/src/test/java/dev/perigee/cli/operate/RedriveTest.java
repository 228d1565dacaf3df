package dev.perigee.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.FakeControlPlane;
import dev.perigee.cli.support.Ran;
import dev.perigee.cli.support.Views;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.Explanation;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedriveTest {
    private static final CommandId NEWER = new CommandId("01arz3ndektsv4rrffq69g5faz");

    private final FakeControlPlane server = new FakeControlPlane();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneDeadLetterIsRedrivenAndBothIdsArePrinted() {
        server.then(Views.in(NEWER, CommandState.QUEUED));

        assertThat(run("redrive", Views.ID.value()).stdout()).isEqualTo(Views.ID + " -> " + NEWER + "\n");
        assertThat(server.requests()).containsExactly("POST /api/v1/commands/" + Views.ID + "/redrive");
    }

    @Test
    void allAreRedrivenInPagesUpToTheNewestThatThereWas() {
        server.then(new CommandList(List.of(Views.in(CommandState.DEAD_LETTERED))))
                .then(Views.in(NEWER, CommandState.QUEUED))
                .then(new CommandList(List.of(Views.in(NEWER, CommandState.DEAD_LETTERED))));

        Ran ran = run("redrive", "--all");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout()).isEqualTo(Views.ID + " -> " + NEWER + "\n");
        assertThat(server.requests())
                .containsExactly(
                        "GET /api/v1/dead-letters?limit=1000",
                        "POST /api/v1/commands/" + Views.ID + "/redrive",
                        "GET /api/v1/dead-letters?limit=1000");
    }

    @Test
    void oneThatCannotBeRedrivenDoesNotStopTheOthersAndEndsTheLoop() {
        server.then(new CommandList(List.of(Views.in(CommandState.DEAD_LETTERED))))
                .then(Problem.of(ProblemType.QUEUE_FULL, "the queue is full"));

        Ran ran = run("redrive", "--all");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stderr()).isEqualTo("perigee: " + Views.ID + " not redriven: the queue is full\n");
    }

    @Test
    void withoutDeadLettersThereIsNothingToDo() {
        server.then(new CommandList(List.of())).then(new CommandList(List.of()));

        assertThat(run("redrive", "--all").stdout()).isEqualTo("No dead letters.\n");
        assertThat(run("dead-letters").stdout()).isEqualTo("No dead letters.\n");
        assertThat(run("redrive").stderr()).contains("ID is missing");
        assertThat(run("redrive", "--all", Views.ID.value()).stderr()).contains("--all takes no ID");
    }

    @Test
    void deadLettersAreATable() {
        server.then(new CommandList(List.of(Views.in(CommandState.DEAD_LETTERED))));

        assertThat(run("dead-letters", "--limit", "7").stdout().lines())
                .containsExactly(
                        "ID                          SATELLITE  ATTEMPTS  DIED  COMMAND     REASON",
                        Views.ID + "  local      1         now   echo hello");
        assertThat(server.requests()).containsExactly("GET /api/v1/dead-letters?limit=7");
    }

    @Test
    void whyIsAListOfReasons() {
        server.then(new Explanation(
                Views.ID,
                CommandState.QUEUED,
                List.of(new Explanation.Reason("no_session", Views.SUBMITTED, "nobody asks"))));

        assertThat(run("why", Views.ID.value()).stdout())
                .isEqualTo(Views.ID + " is queued\n- nobody asks [no_session, now]\n");
    }

    private Ran run(String... words) {
        return Ran.client(server, "", words);
    }
}
