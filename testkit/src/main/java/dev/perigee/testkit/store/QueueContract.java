package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.OTHER_SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.ping;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Priority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is queued for a satellite, and in which order.
interface QueueContract {
    CommandStore store();

    @Test
    default void theMostUrgentIsFirstThenTheEarliestSubmitted() {
        Command low = insert(Priority.LOW);
        Command normal = insert(Priority.NORMAL);
        Command immediate = insert(Priority.IMMEDIATE);
        Command high = insert(Priority.HIGH);
        Command laterNormal = insert(Priority.NORMAL);
        Command laterImmediate = insert(Priority.IMMEDIATE);

        assertThat(store().queued(SATELLITE, 10))
                .containsExactly(immediate, laterImmediate, high, normal, laterNormal, low);
    }

    @Test
    default void theOrderOfSubmissionIsThatOfInsertionWhateverTheClockSaid() {
        Command first = sample().submittedAt(START.plusSeconds(10)).build();
        Command second = sample().submittedAt(START).build();
        store().insert(first);
        store().insert(second);

        assertThat(store().queued(SATELLITE, 10)).containsExactly(first, second);
    }

    @Test
    default void noMoreThanMaxAreGiven() {
        Command first = insert(Priority.NORMAL);
        Command second = insert(Priority.NORMAL);
        insert(Priority.NORMAL);

        assertThat(store().queued(SATELLITE, 2)).containsExactly(first, second);
    }

    @Test
    default void eachSatelliteHasItsOwnQueue() {
        Command ours = insert(Priority.NORMAL);
        Command theirs = sample().to(OTHER_SATELLITE).build();
        store().insert(theirs);

        assertThat(store().queued(SATELLITE, 10)).containsExactly(ours);
        assertThat(store().queued(OTHER_SATELLITE, 10)).containsExactly(theirs);
        assertThat(store().queued(new SatelliteId("nobody"), 10)).isEmpty();
    }

    @Test
    default void expiredOnesAreIncluded() {
        Command expired = sample().ttl(Duration.ZERO).build();
        store().insert(expired);

        assertThat(store().queued(SATELLITE, 10)).containsExactly(expired);
    }

    @Test
    default void onlyQueuedOnesAreGiven() {
        Command leased = insert(Priority.NORMAL);
        Command acknowledged = insert(Priority.NORMAL);
        Command ended = insert(Priority.NORMAL);
        Command queued = insert(Priority.NORMAL);
        store().apply(List.of(
                SampleMove.leased(leased, START.plusSeconds(30)),
                SampleMove.acknowledged(acknowledged, START),
                SampleMove.ended(ended, SampleMove.COMPLETED)));

        assertThat(store().queued(SATELLITE, 10)).containsExactly(queued);
    }

    @Test
    default void aReleasedCommandIsBackInItsPlace() {
        Command first = insert(Priority.NORMAL);
        Command second = insert(Priority.NORMAL);
        Command leased = SampleMove.apply(store(), SampleMove.leased(first, START.plusSeconds(30)));
        Decision.Move release = switch (SampleMove.LIFECYCLE.decide(leased, new CommandEvent.Released(), START)) {
            case Decision.Move move -> move;
            case Decision.Stay stay -> throw new AssertionError(stay);
        };

        Command released = SampleMove.apply(store(), release);

        assertThat(store().queued(SATELLITE, 10)).containsExactly(released, second);
        assertThat(store().timeToLiveOver(released.terms().expiresAt(), 10)).contains(released);
        assertThat(store().leaseOver(START.plusSeconds(3_600), 10)).isEmpty();
    }

    private Command insert(Priority priority) {
        Command command = priority == Priority.NORMAL
                ? ping()
                : sample().priority(priority).build();
        store().insert(command);
        return command;
    }
}
