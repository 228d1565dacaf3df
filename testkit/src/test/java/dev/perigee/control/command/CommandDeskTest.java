package dev.perigee.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.TestPlane;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CommandDeskTest {
    private final TestPlane plane = new TestPlane();
    private final CommandDesk desk = plane.desk();

    @Test
    void whatIsAcceptedIsQueuedAndItsSatelliteWoken() {
        Command command = plane.submit();

        assertThat(plane.store().find(command.id())).contains(command);
        assertThat(plane.signals()).containsExactly(TestPlane.SATELLITE);
    }

    @Test
    void aRepeatedKeyLeadsToTheFirstCommand() {
        Command first = plane.submit(keyed("deploy"));
        plane.clock().advance(Duration.ofHours(23));

        Insertion repeated = desk.submit("operator", keyed("deploy"));

        assertThat(repeated).isEqualTo(new Insertion.Repeated(first));
        assertThat(plane.signals()).hasSize(1);
    }

    @Test
    void twoCallersMayUseTheSameKey() {
        desk.submit("operator", keyed("deploy"));

        assertThat(desk.submit("somebody", keyed("deploy"))).isInstanceOf(Insertion.Accepted.class);
    }

    @Test
    void aKeyThatWasUsedForAnotherRequestIsRefused() {
        plane.submit(keyed("deploy"));

        refused(
                () -> desk.submit(
                        "operator",
                        submission(TestPlane.SATELLITE, new CommandSpec.Exec("ls", List.of(), Map.of(), null))),
                ProblemType.IDEMPOTENCY_KEY_REUSED);
        refused(
                () -> desk.submit("operator", submission(TestPlane.OTHER_SATELLITE, new CommandSpec.Ping())),
                ProblemType.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void aSatelliteThatIsNotRegisteredIsRefused() {
        Submission submission = Submission.of(new SatelliteId("nobody"), new CommandSpec.Ping());

        refused(() -> desk.submit("operator", submission), ProblemType.SATELLITE_UNKNOWN);
    }

    @Test
    void whoeverWaitsIsToldWhenTheCommandEnds() {
        List<Command> told = new ArrayList<>();
        Command command = plane.submit();
        desk.await(command.id(), told::add);
        assertThat(told).isEmpty();

        expire();

        assertThat(told).extracting(Command::id).containsExactly(command.id());
        assertThat(told).extracting(each -> each.status().state()).containsExactly(CommandState.EXPIRED);
    }

    @Test
    void whoeverComesAfterTheEndIsToldAtOnce() {
        List<Command> told = new ArrayList<>();
        Command command = plane.submit();
        expire();

        desk.await(command.id(), told::add);

        assertThat(told).extracting(Command::id).containsExactly(command.id());
    }

    @Test
    void whoeverGaveUpIsNotTold() {
        List<Command> told = new ArrayList<>();
        desk.await(plane.submit().id(), told::add).run();

        expire();

        assertThat(told).isEmpty();
    }

    @Test
    void waitsAreBounded() {
        Command command = plane.submit();
        for (int i = 0; i < TestPlane.WAITS_MAX; i++) {
            desk.await(command.id(), _ -> {});
        }
        refused(() -> desk.await(command.id(), _ -> {}), ProblemType.TOO_MANY_WAITS);

        expire();

        for (int i = 0; i <= TestPlane.WAITS_MAX; i++) {
            desk.await(command.id(), _ -> {});
        }
    }

    @Test
    void aWaitForACommandThatIsNotThereHoldsNoPlace() {
        CommandId nothing = CommandId.create(0, new SplittableRandom(2));
        for (int i = 0; i <= TestPlane.WAITS_MAX; i++) {
            refused(() -> desk.await(nothing, _ -> {}), ProblemType.COMMAND_UNKNOWN);
        }
    }

    private void expire() {
        plane.clock().advance(Submission.TTL_DEFAULT);
        desk.transitions()
                .apply(plane.store().timeToLiveOver(plane.clock().instant(), 10), new CommandEvent.TimeToLiveChecked());
    }

    private static Submission keyed(String key) {
        return new Submission(
                TestPlane.SATELLITE, new CommandSpec.Ping(), null, null, null, false, key, null, null, null);
    }

    private static Submission submission(SatelliteId to, CommandSpec spec) {
        return new Submission(to, spec, null, null, null, false, "deploy", null, null, null);
    }

    private static void refused(ThrowingCallable call, ProblemType type) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }
}
