package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Compare and set: which moves are applied, and what they leave behind.
interface ApplyContract {
    Instant LEASE_END = START.plusSeconds(30);

    CommandStore store();

    @Test
    default void aMoveIsAppliedAndFound() {
        Command command = inserted();
        Decision.Move move = SampleMove.leased(command, LEASE_END);

        assertThat(store().apply(List.of(move))).containsExactly(true);

        assertThat(store().find(command.id())).contains(move.moved());
        assertThat(store().findAll(List.of(command.id()))).containsExactly(move.moved());
    }

    @Test
    default void aMoveDecidedOnAnOlderRevisionIsNotApplied() {
        Command command = inserted();
        Decision.Move late = SampleMove.ended(command, SampleMove.COMPLETED);
        Command leased = SampleMove.apply(store(), SampleMove.leased(command, LEASE_END));

        assertThat(store().apply(List.of(late))).containsExactly(false);

        assertThat(store().find(command.id())).contains(leased);
    }

    @Test
    default void ofABatchThoseAreAppliedThatNothingElseChanged() {
        Command first = inserted();
        Command changed = inserted();
        Command third = inserted();
        SampleMove.apply(store(), SampleMove.leased(changed, LEASE_END));

        assertThat(store().apply(List.of(
                        SampleMove.acknowledged(first, START),
                        SampleMove.acknowledged(changed, START),
                        SampleMove.acknowledged(ping(), START),
                        SampleMove.acknowledged(third, START))))
                .containsExactly(true, false, false, true);

        assertThat(states(first, changed, third))
                .containsExactly(CommandState.ACKNOWLEDGED, CommandState.LEASED, CommandState.ACKNOWLEDGED);
    }

    @Test
    default void twoMovesOfOneRevisionInABatchAreAppliedOnce() {
        Command command = inserted();

        assertThat(store().apply(List.of(
                        SampleMove.acknowledged(command, START), SampleMove.ended(command, SampleMove.COMPLETED))))
                .containsExactly(true, false);

        assertThat(states(command)).containsExactly(CommandState.ACKNOWLEDGED);
    }

    @Test
    default void oneMoveAfterTheOtherInABatchAreBothApplied() {
        Command command = inserted();
        Decision.Move acknowledged = SampleMove.acknowledged(command, START);
        Decision.Move ended = SampleMove.ended(acknowledged.moved(), SampleMove.COMPLETED);

        assertThat(store().apply(List.of(acknowledged, ended))).containsExactly(true, true);

        assertThat(store().find(command.id())).contains(ended.moved());
    }

    @Test
    default void noMovesAreNothing() {
        assertThat(store().apply(List.of())).isEmpty();
    }

    @Test
    default void everyResultIsKept() {
        byte[] binary = new byte[100_000];
        new SplittableRandom(1).nextBytes(binary);
        Output bytes = new Output(binary, 5_000_000_000L);
        List<Result> results = List.of(
                new Result.Completed(137, bytes, Output.of("ümlaut \u2713 \0\n"), 1_234),
                new Result.Failed(FailureCode.PROGRAM_NOT_FOUND, "no such program \"x\""),
                new Result.TimedOut(Output.EMPTY, bytes, 30_000),
                new Result.Interrupted("the satellite stopped", Output.of("half"), new Output(new byte[] {-1}, 1)),
                new Result.Unsupported("reboot"));
        for (Result result : results) {
            Command ended = SampleMove.apply(store(), SampleMove.ended(inserted(), result));

            assertThat(store().find(ended.id())).contains(ended);
            assertThat(store().findAll(List.of(ended.id()))).containsExactly(ended);
        }
    }

    @Test
    default void endsWithoutAResultAreKept() {
        Command queued = inserted();
        for (CommandState state : List.of(CommandState.EXPIRED, CommandState.DEAD_LETTERED)) {
            Command command = inserted();
            CommandStatus after = new CommandStatus(state, 3, START.plusSeconds(1), null, null, "because", null, 1);
            Command ended = SampleMove.apply(store(), new Decision.Move(command, after));

            assertThat(store().find(command.id())).contains(ended);
        }
        assertThat(store().queued(SATELLITE, 10)).containsExactly(queued);
    }

    @Test
    default void ofManyClaimsAtOnceEachCommandIsWonByOne() {
        int commands = 100;
        for (int i = 0; i < commands; i++) {
            inserted();
        }

        List<List<CommandId>> claims = Crowd.run(12, _ -> () -> claimAll());

        assertThat(claims.stream().flatMap(Collection::stream))
                .hasSize(commands)
                .doesNotHaveDuplicates();
        assertThat(store().queued(SATELLITE, 1)).isEmpty();
        assertThat(store().leaseOver(LEASE_END, commands + 1))
                .hasSize(commands)
                .allSatisfy(command -> assertThat(command.status().attempts()).isEqualTo(1));
    }

    private List<CommandId> claimAll() {
        List<CommandId> won = new ArrayList<>();
        for (List<Command> next = store().queued(SATELLITE, 7); !next.isEmpty(); next = store().queued(SATELLITE, 7)) {
            List<Boolean> applied = store().apply(next.stream()
                    .map(command -> SampleMove.leased(command, LEASE_END))
                    .toList());
            for (int i = 0; i < applied.size(); i++) {
                if (applied.get(i)) {
                    won.add(next.get(i).id());
                }
            }
        }
        return won;
    }

    private Command inserted() {
        Command command = ping();
        store().insert(command);
        return command;
    }

    private List<CommandState> states(Command... commands) {
        return List.of(commands).stream()
                .map(command ->
                        store().find(command.id()).orElseThrow().status().state())
                .toList();
    }
}
