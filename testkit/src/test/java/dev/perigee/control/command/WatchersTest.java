package dev.perigee.control.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private final Watchers watchers = new Watchers(2);
    private final Command command = SampleCommand.ping();
    private final Decision.Move change = SampleMove.leased(command, SampleCommand.START.plusSeconds(15));
    private final Decision.Move end = SampleMove.ended(command, SampleMove.COMPLETED);
    private final List<Command> told = new ArrayList<>();

    @Test
    void everybodyWhoWaitsIsToldOnce() {
        register();
        register();

        watchers.moved(end);
        watchers.moved(end);

        assertThat(told).containsExactly(end.moved(), end.moved());
        assertThat(watchers.commands()).isZero();
    }

    @Test
    void aWaitThatWasGivenUpIsNotTold() {
        Watchers.Watch wait = register();

        wait.cancel();
        watchers.moved(end);

        assertThat(told).isEmpty();
        assertThat(watchers.commands()).isZero();
    }

    @Test
    void aWaitThatIsToldDirectlyLeavesNothingBehind() {
        register().end(end.moved());

        assertThat(told).containsExactly(end.moved());
        assertThat(watchers.commands()).isZero();
    }

    @Test
    void oneWaitThatIsOverLeavesTheOthersForTheSameCommand() {
        Watchers.Watch first = register();
        register();

        first.cancel();
        watchers.moved(end);

        assertThat(told).containsExactly(end.moved());
    }

    @Test
    void aWaitTooManyIsRefusedUntilAnotherIsOver() {
        Watchers.Watch first = register();
        register();
        assertThat(watchers.register(command.id(), Watchers.Interest.END, told::add))
                .isNull();

        first.cancel();

        assertThat(watchers.register(command.id(), Watchers.Interest.END, told::add))
                .isNotNull();
    }

    @Test
    void onlyWhoWantsEachChangeIsToldOfOne() {
        register();
        Watchers.Watch each = requireNonNull(watchers.register(command.id(), Watchers.Interest.EACH_CHANGE, told::add));

        watchers.moved(change);
        assertThat(told).containsExactly(change.moved());
        each.cancel();
        watchers.moved(change);
        assertThat(told).containsExactly(change.moved());
    }

    @Test
    void aWatchThatFailsDoesNotKeepTheOthersFromBeingTold() {
        watchers.register(command.id(), Watchers.Interest.END, _ -> {
            throw new IllegalStateException("gone");
        });
        register();

        watchers.moved(end);

        assertThat(told).containsExactly(end.moved());
    }

    private Watchers.Watch register() {
        return requireNonNull(watchers.register(command.id(), Watchers.Interest.END, told::add));
    }
}
