package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.ping;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Commands for which a time has come: which are found, from when on, in which order, and how many.
interface OverdueContract {
    Instant LATER = START.plus(Duration.ofDays(1));

    CommandStore store();

    @Test
    default void aLeaseIsOverAtItsEnd() {
        Instant end = START.plusSeconds(30);
        Command leased = leased(end);

        assertThat(store().leaseOver(end.minusMillis(1), 10)).isEmpty();
        assertThat(store().leaseOver(end, 10)).containsExactly(leased);
    }

    @Test
    default void leasesComeTheLongestOverFirst() {
        Command second = leased(START.plusSeconds(20));
        Command third = leased(START.plusSeconds(30));
        Command first = leased(START.plusSeconds(10));

        assertThat(store().leaseOver(LATER, 10)).containsExactly(first, second, third);
        assertThat(store().leaseOver(LATER, 2)).containsExactly(first, second);
    }

    @Test
    default void onlyALeasedCommandHasALease() {
        insert(ping());
        SampleMove.apply(store(), SampleMove.acknowledged(leased(START.plusSeconds(1)), START));
        SampleMove.apply(store(), SampleMove.ended(leased(START.plusSeconds(1)), SampleMove.COMPLETED));

        assertThat(store().leaseOver(LATER, 10)).isEmpty();
    }

    @Test
    default void aTimeToLiveIsOverAtItsEnd() {
        Command queued = insert(sample().ttl(Duration.ofSeconds(5)).build());
        Instant end = START.plusSeconds(5);

        assertThat(store().timeToLiveOver(end.minusMillis(1), 10)).isEmpty();
        assertThat(store().timeToLiveOver(end, 10)).containsExactly(queued);
    }

    @Test
    default void timesToLiveComeTheLongestOverFirst() {
        Command second = insert(sample().ttl(Duration.ofSeconds(20)).build());
        Command first = insert(sample().ttl(Duration.ofSeconds(10)).build());
        Command third = insert(sample().ttl(Duration.ofSeconds(30)).build());

        assertThat(store().timeToLiveOver(LATER, 10)).containsExactly(first, second, third);
        assertThat(store().timeToLiveOver(LATER, 1)).containsExactly(first);
    }

    @Test
    default void onlyAQueuedCommandExpires() {
        leased(START.plusSeconds(30));
        SampleMove.apply(store(), SampleMove.acknowledged(insert(ping()), START));
        SampleMove.apply(store(), SampleMove.ended(insert(ping()), SampleMove.COMPLETED));

        assertThat(store().timeToLiveOver(LATER, 10)).isEmpty();
    }

    @Test
    default void anExecutionIsOverItsTimeoutAfterTheAcknowledgement() {
        Command command = insert(sample().timeout(Duration.ofMillis(2_500)).build());
        Instant at = START.plusSeconds(7);
        Command acknowledged = SampleMove.apply(store(), SampleMove.acknowledged(command, at));

        assertThat(store().executionOver(at.plusMillis(2_499), 10)).isEmpty();
        assertThat(store().executionOver(at.plusMillis(2_500), 10)).containsExactly(acknowledged);
    }

    @Test
    default void executionsComeTheLongestOverFirst() {
        Command second = acknowledged(START.plusSeconds(1), Duration.ofSeconds(20));
        Command first = acknowledged(START.plusSeconds(9), Duration.ofSeconds(10));
        Command third = acknowledged(START, Duration.ofSeconds(30));

        assertThat(store().executionOver(LATER, 10)).containsExactly(first, second, third);
        assertThat(store().executionOver(LATER, 2)).containsExactly(first, second);
    }

    @Test
    default void onlyAnAcknowledgedCommandRuns() {
        insert(ping());
        leased(START.plusSeconds(30));
        Command acknowledged = acknowledged(START, Duration.ofSeconds(1));
        SampleMove.apply(store(), SampleMove.ended(acknowledged, SampleMove.COMPLETED));

        assertThat(store().executionOver(LATER, 10)).isEmpty();
    }

    @Test
    default void oneTimeOverForManyGivesThemInTheOrderOfSubmission() {
        List<Command> queued = List.of(insert(ping()), insert(ping()), insert(ping()));

        assertThat(store().timeToLiveOver(LATER, 10)).containsExactlyElementsOf(queued);
    }

    private Command leased(Instant until) {
        return SampleMove.apply(store(), SampleMove.leased(insert(ping()), until));
    }

    private Command acknowledged(Instant at, Duration timeout) {
        Command command = insert(sample().timeout(timeout).build());
        return SampleMove.apply(store(), SampleMove.acknowledged(command, at));
    }

    private Command insert(Command command) {
        store().insert(command);
        return command;
    }
}
