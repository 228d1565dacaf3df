package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleBroadcast.advanced;
import static dev.perigee.testkit.store.SampleBroadcast.command;
import static dev.perigee.testkit.store.SampleBroadcast.keyed;
import static dev.perigee.testkit.store.SampleBroadcast.satellites;
import static dev.perigee.testkit.store.SampleBroadcast.to;
import static dev.perigee.testkit.store.SampleCommand.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every `BroadcastStore` must do. A store's test extends this and gives each test an empty store. Times are
/// kept to the millisecond; what is below is cut off.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class BroadcastStoreContract {
    private static final int LIVE_MAX = 5;

    /// The store under test, empty at first; the same one throughout a test.
    protected abstract BroadcastStore store();

    /// The commands beside it.
    protected abstract CommandStore commands();

    @Test
    void aBroadcastComesBackAsItWas() {
        Broadcast broadcast = to(3);

        assertThat(insert(broadcast)).isEqualTo(new Acceptance.Accepted(broadcast));

        assertThat(store().find(broadcast.id())).contains(broadcast);
        assertThat(store().find(to(3).id())).isEmpty();
    }

    @Test
    void membersKeepTheirOrderAndAreReadInAnyPart() {
        Broadcast broadcast = to(1234);
        List<SatelliteId> members = satellites(1234);
        insert(broadcast);

        assertThat(store().members(broadcast.id(), 0, 5000)).isEqualTo(members);
        assertThat(store().members(broadcast.id(), 499, 2)).isEqualTo(members.subList(499, 501));
        assertThat(store().members(broadcast.id(), 1000, 500)).isEqualTo(members.subList(1000, 1234));
        assertThat(store().members(broadcast.id(), 1234, 10)).isEmpty();
        assertThat(store().members(to(1).id(), 0, 10)).isEmpty();
    }

    @Test
    void aKeyLeadsToItsFirstBroadcastForADay() {
        Broadcast first = keyed(2, "key", START);
        insert(first);

        assertThat(insert(keyed(9, "key", START.plusSeconds(5)))).isEqualTo(new Acceptance.Repeated(first));
        assertThat(store().keyed("operator", "key", START)).contains(first);
        assertThat(store().keyed("somebody else", "key", START)).isEmpty();
        assertThat(store().keyed("operator", "other", START)).isEmpty();
        assertThat(store().list(null, 10)).hasSize(1);

        Broadcast nextDay = keyed(2, "key", START.plus(BroadcastStore.KEY_KEPT));
        assertThat(insert(nextDay)).isEqualTo(new Acceptance.Accepted(nextDay));
        assertThat(store().keyed("operator", "key", START.plus(Duration.ofHours(25))))
                .contains(nextDay);
    }

    @Test
    void noMoreThanSoManyMayBeUnderWay() {
        Broadcast first = inserted(1);
        for (int i = 1; i < LIVE_MAX; i++) {
            inserted(1);
        }

        assertThat(insert(to(1))).isEqualTo(new Acceptance.Full(LIVE_MAX));

        apply(to(first, BroadcastState.COMPLETED, START));
        Broadcast next = to(1);
        assertThat(insert(next)).isEqualTo(new Acceptance.Accepted(next));
    }

    @Test
    void ofManyAtOnceNoMoreThanMayAreAccepted() {
        List<Acceptance> acceptances = Crowd.run(24, _ -> () -> insert(to(1)));

        assertThat(acceptances)
                .filteredOn(Acceptance.Accepted.class::isInstance)
                .hasSize(LIVE_MAX);
        assertThat(store().live(100)).hasSize(LIVE_MAX);
    }

    @Test
    void ofManyWithOneKeyOneIsAccepted() {
        List<Acceptance> acceptances = Crowd.run(24, _ -> () -> insert(keyed(1, "key", START)));

        assertThat(acceptances)
                .filteredOn(Acceptance.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(acceptances)
                .filteredOn(Acceptance.Repeated.class::isInstance)
                .hasSize(23);
    }

    @Test
    void thoseOfATeamAreListedApart() {
        TeamName blue = new TeamName("blue");
        Broadcast own = SampleBroadcast.of(SampleBroadcast.to(1), blue);
        assertThat(store().insert(own, SampleBroadcast.satellites(1), 10)).isEqualTo(new Acceptance.Accepted(own));
        Broadcast nobodys = inserted(1);

        assertThat(store().find(own.id())).contains(own);
        assertThat(store().list(blue, 10)).containsExactly(own);
        assertThat(store().list(new TeamName("red"), 10)).isEmpty();
        assertThat(store().list(null, 10)).containsExactly(nobodys, own);
    }

    @Test
    void theLiveAreListedInOrderAndAllOfThemBackwards() {
        Broadcast first = inserted(1);
        Broadcast second = inserted(1);
        Broadcast third = inserted(1);
        Broadcast ended = apply(to(second, BroadcastState.ABORTED, START));

        assertThat(store().live(10)).containsExactly(first, third);
        assertThat(store().live(1)).containsExactly(first);
        assertThat(store().list(null, 10)).containsExactly(third, ended, first);
        assertThat(store().list(null, 1)).containsExactly(third);
    }

    @Test
    void commandsComeWithTheAdvanceThatTheyAre() {
        Broadcast broadcast = inserted(3);
        List<Command> created =
                satellites(2).stream().map(member -> command(broadcast, member)).toList();

        assertThat(store().apply(advanced(broadcast, 2), created)).isTrue();

        assertThat(store().find(broadcast.id()).orElseThrow().status().created())
                .isEqualTo(2);
        assertThat(created)
                .allSatisfy(command -> assertThat(commands().find(command.id())).contains(command));
        assertThat(store().tally(broadcast.id())).isEqualTo(new Tally(Map.of(CommandState.QUEUED, 2), 0));
    }

    @Test
    void whatChangedMeanwhileIsNotChangedAndNothingIsCreated() {
        Broadcast broadcast = inserted(3);
        Command command = command(broadcast, satellites(1).getFirst());
        apply(to(broadcast, BroadcastState.PAUSED, START.plusSeconds(1)));

        assertThat(store().apply(advanced(broadcast, 1), List.of(command))).isFalse();

        assertThat(commands().find(command.id())).isEmpty();
        assertThat(store().find(broadcast.id()).orElseThrow().status())
                .isEqualTo(new BroadcastStatus(BroadcastState.PAUSED, 0, START.plusSeconds(1), "because", null, 1));
    }

    @Test
    void ofManyAdvancesOneIsMade() {
        Broadcast broadcast = inserted(1);
        SatelliteId member = satellites(1).getFirst();

        List<Boolean> applied =
                Crowd.run(16, _ -> () -> store().apply(advanced(broadcast, 1), List.of(command(broadcast, member))));

        assertThat(applied).filteredOn(made -> made).hasSize(1);
        assertThat(store().commands(broadcast.id(), null, null, 10)).hasSize(1);
    }

    @Test
    void aMoveThatCannotBeMadeWholeIsNotMadeAtAll() {
        Broadcast broadcast = inserted(2);
        Command first = command(broadcast, satellites(2).getFirst());
        Broadcast advanced = advance(broadcast, List.of(first));
        Command other = command(broadcast, satellites(2).getLast());

        assertThatThrownBy(() -> store().apply(advanced(advanced, 2), List.of(other, first)))
                .isInstanceOf(RuntimeException.class);

        assertThat(commands().find(other.id())).isEmpty();
        assertThat(store().find(broadcast.id())).contains(advanced);
    }

    @Test
    void theTallyTellsHowEachEnded() {
        Broadcast broadcast = inserted(9);
        List<Command> created =
                satellites(7).stream().map(member -> command(broadcast, member)).toList();
        advance(broadcast, created);
        move(SampleMove.leased(created.get(1), START.plusSeconds(5)));
        move(SampleMove.acknowledged(created.get(2), START.plusSeconds(5)));
        move(SampleMove.ended(created.get(3), SampleMove.COMPLETED));
        move(SampleMove.ended(created.get(4), new Result.Completed(1, Output.EMPTY, Output.EMPTY, 1)));
        move(SampleMove.ended(created.get(5), new Result.Failed(FailureCode.OTHER, "it did")));
        commands().insert(SampleCommand.ping());

        Tally tally = store().tally(broadcast.id());

        assertThat(tally)
                .isEqualTo(new Tally(
                        Map.of(
                                CommandState.QUEUED, 2,
                                CommandState.LEASED, 1,
                                CommandState.ACKNOWLEDGED, 1,
                                CommandState.COMPLETED, 2,
                                CommandState.FAILED, 1),
                        1));
        assertThat(tally.live()).isEqualTo(4);
        assertThat(tally.failed()).isEqualTo(2);
    }

    @Test
    void whereNothingWasCreatedNothingIsCounted() {
        assertThat(store().tally(inserted(3).id())).isEqualTo(Tally.NONE);
    }

    @Test
    void aHeldCommandCountsAsQueued() {
        Broadcast broadcast = inserted(1);
        Command held = SampleCommand.sample()
                .to(satellites(1).getFirst())
                .partOf(broadcast.id())
                .notBefore(START.plusSeconds(60))
                .build();
        advance(broadcast, List.of(held));

        assertThat(store().tally(broadcast.id())).isEqualTo(new Tally(Map.of(CommandState.QUEUED, 1), 0));
        assertThat(store().commands(broadcast.id(), CommandState.QUEUED, null, 10))
                .containsExactly(held);
    }

    @Test
    void commandsAreReadBySatelliteWithTheirResultsPageByPage() {
        Broadcast broadcast = inserted(5);
        List<SatelliteId> members = satellites(5);
        List<Command> created =
                members.stream().map(member -> command(broadcast, member)).toList();
        advance(broadcast, created.reversed());
        Command ended = move(SampleMove.ended(created.get(3), SampleMove.COMPLETED));

        assertThat(store().commands(broadcast.id(), null, null, 3)).isEqualTo(created.subList(0, 3));
        assertThat(store().commands(broadcast.id(), null, members.get(2), 3)).containsExactly(ended, created.get(4));
        assertThat(store().commands(broadcast.id(), CommandState.COMPLETED, null, 10))
                .containsExactly(ended);
        assertThat(store().commands(broadcast.id(), CommandState.COMPLETED, members.get(3), 10))
                .isEmpty();
        assertThat(store().commands(to(1).id(), null, null, 10)).isEmpty();
    }

    @Test
    void whatIsLiveAndNotToBeCancelledYetIsFound() {
        Broadcast broadcast = inserted(4);
        List<Command> created =
                satellites(4).stream().map(member -> command(broadcast, member)).toList();
        advance(broadcast, created);
        move(SampleMove.ended(created.get(0), SampleMove.COMPLETED));
        Command leased = move(SampleMove.leased(created.get(1), START.plusSeconds(5)));
        Command other = move(SampleMove.leased(created.get(2), START.plusSeconds(5)));
        SampleMove.decided(commands(), leased, new CommandEvent.CancelRequested("ada"), START);

        assertThat(store().uncancelled(broadcast.id(), 10)).containsExactlyInAnyOrder(other, created.get(3));
        assertThat(store().uncancelled(broadcast.id(), 1)).hasSize(1);
    }

    @Test
    void commandsOfABroadcastThatHasNotEndedAreNotPruned() {
        Broadcast broadcast = inserted(1);
        Command command = command(broadcast, satellites(1).getFirst());
        Broadcast advanced = advance(broadcast, List.of(command));
        move(SampleMove.ended(command, SampleMove.COMPLETED));

        assertThat(prune()).isZero();

        apply(to(advanced, BroadcastState.COMPLETED, START));
        assertThat(prune()).isEqualTo(1);
    }

    @Test
    void endedBroadcastsArePrunedWithTheirMembers() {
        Broadcast live = inserted(1);
        Broadcast early = inserted(700);
        Broadcast late = inserted(1);
        apply(to(early, BroadcastState.STOPPED, START));
        Broadcast kept = apply(to(late, BroadcastState.COMPLETED, START.plusSeconds(9)));

        assertThat(store().prune(START, 10)).isZero();
        assertThat(store().prune(START.plusSeconds(9), 10)).isEqualTo(1);

        assertThat(store().list(null, 10)).containsExactly(kept, live);
        assertThat(store().members(early.id(), 0, 1000)).isEmpty();
        assertThat(store().prune(START.plusSeconds(10), 0)).isZero();
    }

    @Test
    void timesAreKeptToTheMillisecond() {
        Broadcast broadcast = keyed(1, null, START.plusNanos(999_999));
        insert(broadcast);

        assertThat(store().find(broadcast.id()).orElseThrow().origin().submittedAt())
                .isEqualTo(START);
    }

    private int prune() {
        return commands().prune(CommandState.COMPLETED, START.plus(Duration.ofDays(1)), START, 10);
    }

    private Acceptance insert(Broadcast broadcast) {
        return store().insert(broadcast, satellites(broadcast.members()), LIVE_MAX);
    }

    private Broadcast inserted(int members) {
        Broadcast broadcast = to(members);
        insert(broadcast);
        return broadcast;
    }

    private Broadcast advance(Broadcast broadcast, List<Command> created) {
        return apply(advanced(broadcast, created.size()), created);
    }

    private Broadcast apply(BroadcastDecision.Move move) {
        return apply(move, List.of());
    }

    private Broadcast apply(BroadcastDecision.Move move, List<Command> created) {
        assertThat(store().apply(move, created)).isTrue();
        return move.moved();
    }

    private Command move(Decision.Move move) {
        return SampleMove.apply(commands(), move);
    }
}
