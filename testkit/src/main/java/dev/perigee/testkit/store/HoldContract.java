package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Queued commands that are held back, and leases that were or were not the last.
interface HoldContract {
    Instant HELD_UNTIL = START.plusSeconds(20);
    Instant LEASED_UNTIL = START.plusSeconds(30);

    CommandStore store();

    @Test
    default void aHeldCommandIsQueuedAndNotOffered() {
        Command held = insert(sample().notBefore(HELD_UNTIL));

        assertThat(store().find(held.id())).contains(held);
        assertThat(store().queued(held.satellite(), 10)).isEmpty();
        assertThat(store().list(CommandQuery.newest(10).in(CommandState.QUEUED)))
                .containsExactly(held);
        assertThat(store().queueDepths()).containsEntry(held.satellite(), 1L);
        assertThat(store().timeToLiveOver(held.terms().expiresAt(), 10)).isEmpty();
    }

    @Test
    default void aHoldIsOverAtItsEndTheLongestOverFirst() {
        Command later = insert(sample().notBefore(HELD_UNTIL.plusSeconds(1)));
        Command earlier = insert(sample().notBefore(HELD_UNTIL));
        insert(sample());

        assertThat(store().holdOver(HELD_UNTIL.minusMillis(1), 10)).isEmpty();
        assertThat(store().holdOver(HELD_UNTIL, 10)).containsExactly(earlier);
        assertThat(store().holdOver(HELD_UNTIL.plusSeconds(1), 10)).containsExactly(earlier, later);
        assertThat(store().holdOver(HELD_UNTIL.plusSeconds(1), 1)).containsExactly(earlier);
    }

    @Test
    default void whatIsNoLongerHeldIsOfferedInItsPlace() {
        Command held = insert(sample().notBefore(HELD_UNTIL));
        Command other = insert(sample());

        Command free = SampleMove.decided(store(), held, new CommandEvent.HoldChecked(), HELD_UNTIL);

        assertThat(store().queued(held.satellite(), 10)).containsExactly(free, other);
        assertThat(store().holdOver(LEASED_UNTIL, 10)).isEmpty();
    }

    @Test
    default void aLeaseWithAttemptsLeftAndTheLastOneAreToldApart() {
        Command again = insert(sample().attemptsMax(2));
        Command last = insert(sample().attemptsMax(1));
        Command leasedAgain = SampleMove.apply(store(), SampleMove.leased(again, LEASED_UNTIL));
        Command leasedLast = SampleMove.apply(store(), SampleMove.leased(last, LEASED_UNTIL));

        assertThat(store().leaseOver(LEASED_UNTIL.minusMillis(1), 10)).isEmpty();
        assertThat(store().lastLeaseOver(LEASED_UNTIL.minusMillis(1), 10)).isEmpty();
        assertThat(store().leaseOver(LEASED_UNTIL, 10)).containsExactly(leasedAgain);
        assertThat(store().lastLeaseOver(LEASED_UNTIL, 10)).containsExactly(leasedLast);
    }

    @Test
    default void afterALeaseACommandIsHeldForAWhile() {
        Command leased = SampleMove.apply(store(), SampleMove.leased(insert(sample()), LEASED_UNTIL));

        Command held = SampleMove.decided(store(), leased, new CommandEvent.LeaseChecked(0), LEASED_UNTIL);

        assertThat(held.status().heldUntil()).contains(LEASED_UNTIL.plusSeconds(1));
        assertThat(store().find(held.id())).contains(held);
        assertThat(store().queued(held.satellite(), 10)).isEmpty();
        assertThat(store().holdOver(LEASED_UNTIL.plusSeconds(1), 10)).containsExactly(held);
    }

    private Command insert(SampleCommand sample) {
        Command command = sample.build();
        store().insert(command);
        return command;
    }
}
