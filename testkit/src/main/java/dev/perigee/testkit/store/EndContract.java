package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Cancellation, dead letters, and what becomes of commands that have ended.
interface EndContract {
    Instant LEASE_OVER = START.plusSeconds(30);

    CommandStore store();

    @Test
    default void onlyWhatIsToBeCancelledAndHasNotEndedIsGiven() {
        Command leased = SampleMove.apply(store(), SampleMove.leased(insert(sample()), LEASE_OVER));
        SampleMove.apply(store(), SampleMove.leased(insert(sample()), LEASE_OVER));
        assertThat(store().cancelling(10)).isEmpty();

        Command cancelling = SampleMove.decided(store(), leased, new CommandEvent.CancelRequested("ada"), START);
        assertThat(store().cancelling(10)).containsExactly(cancelling);
        assertThat(store().find(leased.id())).contains(cancelling);

        SampleMove.apply(store(), SampleMove.ended(cancelling, SampleMove.COMPLETED));
        assertThat(store().cancelling(10)).isEmpty();
    }

    @Test
    default void whatIsTakenBackFromTheQueueIsToBeCancelledAndNotOffered() {
        Command leased = SampleMove.apply(store(), SampleMove.leased(insert(sample()), LEASE_OVER));
        Command queued = SampleMove.decided(store(), leased, new CommandEvent.LeaseChecked(0), LEASE_OVER);
        Instant holdOver = queued.status().heldUntil().orElseThrow();
        Command offered = SampleMove.decided(store(), queued, new CommandEvent.HoldChecked(), holdOver);

        Command takenBack = SampleMove.decided(store(), offered, new CommandEvent.CancelRequested("ada"), holdOver);

        assertThat(store().queued(takenBack.satellite(), 10)).isEmpty();
        assertThat(store().cancelling(10)).containsExactly(takenBack);
        assertThat(store().leaseOver(takenBack.status().leaseUntil().orElseThrow(), 10))
                .containsExactly(takenBack);
    }

    @Test
    default void aDeadLetterHasOneStandIn() {
        Command dead = dead();
        Command standIn = sample().standsInFor(dead.id()).build();
        assertThat(store().insert(standIn)).isEqualTo(new Insertion.Accepted(standIn));

        assertThat(store().insert(sample().standsInFor(dead.id()).build())).isEqualTo(new Insertion.Repeated(standIn));
        assertThat(store().find(standIn.id())).contains(standIn);
    }

    @Test
    default void ofManyRedrivesExactlyOneIsAccepted() {
        Command dead = dead();

        List<Insertion> insertions = Crowd.run(
                16, _ -> () -> store().insert(sample().standsInFor(dead.id()).build()));

        assertThat(insertions).filteredOn(Insertion.Accepted.class::isInstance).hasSize(1);
    }

    @Test
    default void deadLettersAreListedUntilTheyAreRedriven() {
        Command dead = dead();
        Command other = dead();

        assertThat(store().list(CommandQuery.deadLetters(10))).containsExactly(other, dead);

        store().insert(sample().standsInFor(dead.id()).build());
        assertThat(store().list(CommandQuery.deadLetters(10))).containsExactly(other);
        assertThat(store().list(CommandQuery.newest(10).in(CommandState.DEAD_LETTERED)))
                .containsExactly(other, dead);
    }

    @Test
    default void commandsAreListedByWhatTheyBelongTo() {
        BroadcastId broadcast = BroadcastId.create(START.toEpochMilli(), new SplittableRandom(1));
        Command part = insert(sample().partOf(broadcast));
        Command correlated = insert(sample().correlation("deploy-7"));
        insert(sample());

        assertThat(store().list(CommandQuery.newest(10).of(broadcast))).containsExactly(part);
        assertThat(store().list(CommandQuery.newest(10).correlated("deploy-7"))).containsExactly(correlated);
    }

    @Test
    default void whatEndedBeforeIsPrunedAFewAtATime() {
        Command first = ended(sample());
        Command second = ended(sample());
        Command third = ended(sample());
        Command live = insert(sample());
        Instant after = first.status().changedAt().plusMillis(1);

        assertThat(store().prune(CommandState.COMPLETED, first.status().changedAt(), after, 10))
                .isZero();
        assertThat(store().prune(CommandState.FAILED, after, after, 10)).isZero();
        assertThat(store().prune(CommandState.COMPLETED, after, after, 2)).isEqualTo(2);
        assertThat(store().findAll(List.of(first.id(), second.id()))).isEmpty();
        assertThat(store().find(third.id())).contains(third);
        assertThat(store().prune(CommandState.COMPLETED, after, after, 2)).isEqualTo(1);
        assertThat(store().list(CommandQuery.newest(10))).containsExactly(live);
    }

    @Test
    default void aCommandStaysWhileItsKeyIsKept() {
        Command keyed = ended(sample().key("ada", "k"));
        Instant keyOver = START.plus(CommandStore.KEY_KEPT);

        assertThat(store().prune(CommandState.COMPLETED, keyOver, keyOver.minusMillis(1), 10))
                .isZero();
        assertThat(store().insert(sample().key("ada", "k").build())).isEqualTo(new Insertion.Repeated(keyed));

        assertThat(store().prune(CommandState.COMPLETED, keyOver, keyOver, 10)).isEqualTo(1);
        Command next = sample().key("ada", "k")
                .submittedAt(keyOver.plus(Duration.ofSeconds(1)))
                .build();
        assertThat(store().insert(next)).isEqualTo(new Insertion.Accepted(next));
    }

    private Command ended(SampleCommand sample) {
        return SampleMove.apply(store(), SampleMove.ended(insert(sample), SampleMove.COMPLETED));
    }

    private Command dead() {
        Command leased = SampleMove.apply(store(), SampleMove.leased(insert(sample().attemptsMax(1)), LEASE_OVER));
        return SampleMove.decided(store(), leased, new CommandEvent.AttemptsChecked(), LEASE_OVER);
    }

    private Command insert(SampleCommand sample) {
        Command command = sample.build();
        store().insert(command);
        return command;
    }
}
