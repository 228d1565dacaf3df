package dev.perigee.control.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.store.SampleCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private final Waiters waiters = new Waiters(2);
    private final Command command = SampleCommand.ping();
    private final List<Command> told = new ArrayList<>();

    @Test
    void everybodyWhoWaitsIsToldOnce() {
        register();
        register();

        waiters.ended(command);
        waiters.ended(command);

        assertThat(told).containsExactly(command, command);
        assertThat(waiters.commands()).isZero();
    }

    @Test
    void aWaitThatWasGivenUpIsNotTold() {
        Waiters.Wait wait = register();

        wait.cancel();
        waiters.ended(command);

        assertThat(told).isEmpty();
        assertThat(waiters.commands()).isZero();
    }

    @Test
    void aWaitThatIsToldDirectlyLeavesNothingBehind() {
        register().tell(command);

        assertThat(told).containsExactly(command);
        assertThat(waiters.commands()).isZero();
    }

    @Test
    void oneWaitThatIsOverLeavesTheOthersForTheSameCommand() {
        Waiters.Wait first = register();
        register();

        first.cancel();
        waiters.ended(command);

        assertThat(told).containsExactly(command);
    }

    @Test
    void aWaitTooManyIsRefusedUntilAnotherIsOver() {
        Waiters.Wait first = register();
        register();
        assertThat(waiters.register(command.id(), told::add)).isNull();

        first.cancel();

        assertThat(waiters.register(command.id(), told::add)).isNotNull();
    }

    private Waiters.Wait register() {
        return requireNonNull(waiters.register(command.id(), told::add));
    }
}
