package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.OTHER_SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an idempotency key does to an insertion.
interface KeyContract {
    CommandStore store();

    @Test
    default void aRepeatedKeyGivesTheFirstCommandAndAddsNothing() {
        Command first = keyed("operator", "k", START);
        Command second = sample().to(OTHER_SATELLITE).key("operator", "k").build();
        store().insert(first);

        assertThat(store().insert(second)).isEqualTo(new Insertion.Repeated(first));

        assertThat(store().find(second.id())).isEmpty();
        assertThat(store().queued(OTHER_SATELLITE, 10)).isEmpty();
    }

    @Test
    default void aRepeatedKeyGivesTheFirstCommandAsItIsNow() {
        Command first = keyed("operator", "k", START);
        store().insert(first);
        Command ended = SampleMove.apply(store(), SampleMove.ended(first, SampleMove.COMPLETED));

        assertThat(store().insert(keyed("operator", "k", START.plusSeconds(9))))
                .isEqualTo(new Insertion.Repeated(ended));
    }

    @Test
    default void aKeyBelongsToItsCaller() {
        Command ours = keyed("operator", "k", START);
        Command theirs = keyed("ci", "k", START);

        assertThat(store().insert(ours)).isEqualTo(new Insertion.Accepted(ours));
        assertThat(store().insert(theirs)).isEqualTo(new Insertion.Accepted(theirs));
    }

    @Test
    default void commandsWithoutAKeyAreNeverRepeats() {
        Command first = sample().build();
        Command second = sample().build();

        assertThat(store().insert(first)).isEqualTo(new Insertion.Accepted(first));
        assertThat(store().insert(second)).isEqualTo(new Insertion.Accepted(second));
    }

    @Test
    default void aKeyIsKeptForADayAfterItsFirstUse() {
        Command first = keyed("operator", "k", START);
        store().insert(first);
        Instant end = START.plus(CommandStore.KEY_KEPT);

        assertThat(store().insert(keyed("operator", "k", START.plusSeconds(3_600))))
                .isEqualTo(new Insertion.Repeated(first));
        assertThat(store().insert(keyed("operator", "k", end.minusMillis(1)))).isEqualTo(new Insertion.Repeated(first));
        Command next = keyed("operator", "k", end);
        assertThat(store().insert(next)).isEqualTo(new Insertion.Accepted(next));
    }

    @Test
    default void aKeyUsedAgainAfterItsDayLeadsToTheLaterCommand() {
        Instant end = START.plus(CommandStore.KEY_KEPT);
        store().insert(keyed("operator", "k", START));
        Command second = keyed("operator", "k", end);
        store().insert(second);

        assertThat(store().insert(keyed("operator", "k", end.plusSeconds(1))))
                .isEqualTo(new Insertion.Repeated(second));
        assertThat(store().insert(keyed("operator", "k", end.plus(CommandStore.KEY_KEPT))))
                .isInstanceOf(Insertion.Accepted.class);
    }

    @Test
    default void ofManyInsertionsWithOneKeyExactlyOneIsAccepted() {
        List<Insertion> insertions = Crowd.run(32, _ -> () -> store().insert(keyed("operator", "k", START)));

        List<Command> accepted = insertions.stream()
                .filter(Insertion.Accepted.class::isInstance)
                .map(KeyContract::command)
                .toList();
        assertThat(accepted).hasSize(1);
        assertThat(insertions)
                .allSatisfy(insertion -> assertThat(command(insertion)).isEqualTo(accepted.getFirst()));
        assertThat(store().queued(SampleCommand.SATELLITE, 100)).containsExactlyElementsOf(accepted);
    }

    private static Command command(Insertion insertion) {
        return switch (insertion) {
            case Insertion.Accepted(Command command) -> command;
            case Insertion.Repeated(Command first) -> first;
        };
    }

    private static Command keyed(String caller, String key, Instant submittedAt) {
        return sample().key(caller, key).submittedAt(submittedAt).build();
    }
}
