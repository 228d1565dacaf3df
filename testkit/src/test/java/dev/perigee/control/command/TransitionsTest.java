package dev.perigee.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.control.HookedStore;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.TestPlane;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final Result COMPLETED = new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1);

    private final TestPlane plane = new TestPlane();
    private final Transitions transitions = plane.desk().transitions();

    @Test
    void whereAnotherChangeCameFirstTheCommandIsReadAndDecidedOnAgain() {
        Command command = plane.submit();
        plane.store().beforeApply(() -> apply(command, new CommandEvent.Acknowledged()));

        List<Command> moved = transitions.apply(List.of(command), new CommandEvent.Ended(COMPLETED));

        assertThat(moved).extracting(each -> each.status().revision()).containsExactly(2);
        assertThat(plane.state(command.id())).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void anEventThatCameTooLateMovesNothing() {
        Command command = plane.submit();
        plane.store().beforeApply(() -> apply(command, new CommandEvent.Acknowledged()));

        List<Command> moved = transitions.apply(List.of(command), new CommandEvent.TimeToLiveChecked());

        assertThat(moved).isEmpty();
        plane.clock().advance(Duration.ofDays(1));
        assertThat(transitions.apply(List.of(command), new CommandEvent.TimeToLiveChecked()))
                .isEmpty();
        assertThat(plane.state(command.id())).isEqualTo(CommandState.ACKNOWLEDGED);
    }

    @Test
    void aCommandThatIsChangedAgainAndAgainIsFollowed() {
        Command command = plane.submit();
        plane.store().beforeApply(() -> apply(command, claimed()));
        plane.store().beforeApply(() -> {});
        plane.store().beforeApply(() -> apply(plane.desk().find(command.id()), new CommandEvent.Released()));
        plane.store().beforeApply(() -> {});

        apply(command, new CommandEvent.Ended(COMPLETED));

        assertThat(plane.desk().find(command.id()).status().revision()).isEqualTo(3);
        assertThat(plane.state(command.id())).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void whatMovedIsToldThoughTheRestFails() {
        Command first = plane.submit(Priority.NORMAL, Duration.ofSeconds(5));
        Command second = plane.submit(Priority.NORMAL, Duration.ofSeconds(5));
        List<Command> told = new ArrayList<>();
        plane.desk().await(first.id(), told::add);
        plane.clock().advance(Duration.ofSeconds(6));
        plane.store().beforeApply(() -> apply(second, new CommandEvent.Acknowledged()));
        plane.store().beforeFindAll(HookedStore.unavailable());

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> transitions.apply(List.of(first, second), new CommandEvent.TimeToLiveChecked()));

        assertThat(told).extracting(Command::id).containsExactly(first.id());
    }

    @Test
    void whoeverWaitsIsToldAfterTheCommit() {
        Command command = plane.submit();
        List<CommandState> seen = new ArrayList<>();
        plane.desk().await(command.id(), _ -> seen.add(plane.state(command.id())));

        apply(command, new CommandEvent.Ended(COMPLETED));

        assertThat(seen).containsExactly(CommandState.COMPLETED);
    }

    @Test
    void whatIsQueuedAgainWakesItsSatellite() {
        Command command = plane.submit();
        apply(command, claimed());
        plane.signals().clear();

        apply(plane.desk().find(command.id()), new CommandEvent.Released());

        assertThat(plane.signals()).containsExactly(TestPlane.SATELLITE);
    }

    private CommandEvent claimed() {
        return new CommandEvent.Claimed(plane.clock().instant().plus(TestPlane.LEASE));
    }

    private void apply(Command command, CommandEvent event) {
        assertThat(transitions.apply(List.of(command), event)).hasSize(1);
    }
}
