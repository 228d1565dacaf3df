package dev.perigee.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestPlane plane = new TestPlane();
    private final Dispatcher dispatcher = plane.dispatcher();

    @Test
    void theMostUrgentIsLeasedFirstThenTheEarliestSubmitted() {
        CommandId low = plane.submit(Priority.LOW, LONG).id();
        CommandId first = plane.submit(Priority.NORMAL, LONG).id();
        CommandId second = plane.submit(Priority.NORMAL, LONG).id();
        CommandId immediate = plane.submit(Priority.IMMEDIATE, LONG).id();

        assertThat(claim(2)).containsExactly(immediate, first);
        assertThat(claim(9)).containsExactly(second, low);
        assertThat(dispatcher.claim(TestPlane.SATELLITE, 9)).isEqualTo(new Claim.Empty());
    }

    @Test
    void aLeasedCommandHasItsLeaseAndItsAttempt() {
        CommandId id = plane.submit().id();

        claim(1);

        Command leased = plane.desk().find(id);
        assertThat(leased.status().state()).isEqualTo(CommandState.LEASED);
        assertThat(leased.status().attempts()).isEqualTo(1);
        assertThat(leased.status().leaseUntil())
                .contains(plane.clock().instant().plus(TestPlane.LEASE));
    }

    @Test
    void whatIsPastItsTimeToLiveExpiresAndTheNextIsLeasedInItsPlace() {
        CommandId over = plane.submit(Priority.IMMEDIATE, Duration.ofSeconds(5)).id();
        CommandId next = plane.submit(Priority.LOW, LONG).id();
        plane.clock().advance(Duration.ofSeconds(5));

        assertThat(claim(1)).containsExactly(next);
        assertThat(plane.state(over)).isEqualTo(CommandState.EXPIRED);
    }

    @Test
    void anotherSatelliteGetsNothing() {
        plane.submit();

        assertThat(dispatcher.claim(TestPlane.OTHER_SATELLITE, 1)).isEqualTo(new Claim.Empty());
    }

    @Test
    void whatAnotherClaimTookMeanwhileIsNotLeasedTwice() {
        CommandId first = plane.submit().id();
        CommandId second = plane.submit().id();
        plane.store().beforeApply(() -> assertThat(claim(1)).containsExactly(first));

        assertThat(claim(2)).containsExactly(second);
        assertThat(plane.desk().find(first).status().attempts()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackIsOfferedAgainAndTheAttemptNotCounted() {
        CommandId id = plane.submit().id();
        claim(1);

        dispatcher.release(List.of(plane.desk().find(id)));

        assertThat(claim(1)).containsExactly(id);
        assertThat(plane.desk().find(id).status().attempts()).isEqualTo(1);
    }

    @Test
    void nothingIsLeasedWhileDraining() {
        CommandId id = plane.submit().id();

        dispatcher.drain();

        assertThat(dispatcher.claim(TestPlane.SATELLITE, 1)).isEqualTo(new Claim.Draining());
        assertThat(plane.state(id)).isEqualTo(CommandState.QUEUED);
    }

    private List<CommandId> claim(int max) {
        return switch (dispatcher.claim(TestPlane.SATELLITE, max)) {
            case Claim.Leased(List<Command> commands) ->
                commands.stream().map(Command::id).toList();
            case Claim.Empty _, Claim.Draining _ -> List.of();
        };
    }
}
