package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaSetTest {
    private static final ReplicaSet.Settings SETTINGS =
            new ReplicaSet.Settings(3, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));

    private long nanos = -5;
    private final ReplicaSet<String> set = new ReplicaSet<>(List.of("a", "b", "c"), SETTINGS, () -> nanos);

    @Test
    void aRequestGoesWhereThereIsLeastToDo() {
        assertThat(List.of(turn().replica(), turn().replica(), turn().replica()))
                .containsExactlyInAnyOrder("a", "b", "c");
        Turn<String> next = turn();
        next.succeeded();

        assertThat(turn().replica()).isNotEqualTo(next.replica());
        assertThat(set.standings()).extracting(ReplicaSet.Standing::outstanding).containsExactlyInAnyOrder(1, 2, 1);
    }

    @Test
    void idleReplicasTakeTurns() {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Turn<String> turn = turn();
            order.add(turn.replica());
            turn.succeeded();
        }

        assertThat(order).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void whatOnlyOneCanTakeGoesThereOrNowhere() {
        for (int i = 0; i < 20; i++) {
            assertThat(turn(set.at("b")).replica()).isEqualTo("b");
        }
        assertThat(set.othersFit("b")).isTrue();
        eject("b");

        assertThat(set.at("b")).isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofSeconds(10)));
        assertThat(set.isOut("b")).isTrue();
        eject("a");
        eject("c");
        assertThat(set.othersFit("b")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> set.at("d"));
    }

    @Test
    void failuresInARowEjectAndOneSuccessBetweenDoesNot() {
        fail("a", 2);
        at("a").succeeded();
        fail("a", 2);
        assertThat(ejected()).isEmpty();

        fail("a", 1);
        assertThat(ejected()).containsExactly("a");
    }

    @Test
    void anEjectedReplicaIsTriedWithOneRequestWhenItsTimeIsOver() {
        eject("a");
        after(Duration.ofSeconds(9));
        assertThat(set.choose(Set.of("b", "c")))
                .isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofSeconds(1)));
        assertThat(set.due()).isEmpty();

        after(Duration.ofSeconds(1));
        assertThat(set.due()).containsExactly("a");
        Turn<String> probe = at("a");
        assertThat(set.choose(Set.of("b", "c"))).isInstanceOf(ReplicaSet.Choice.NoneLeft.class);

        probe.succeeded();
        assertThat(ejected()).isEmpty();
        assertThat(at("a").replica()).isEqualTo("a");
    }

    @Test
    void eachFailedTrialDoublesTheTimeOutUpToItsBound() {
        eject("a");
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            after(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(set.choose(Set.of("b", "c")))
                    .isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofNanos(1)));
            after(Duration.ofNanos(1));
            at("a").failed();
        }
    }

    @Test
    void aTrialThatShowsNothingLeavesTheNextOneToTry() {
        eject("a");
        after(Duration.ofSeconds(10));
        at("a").undecided();

        assertThat(at("a").replica()).isEqualTo("a");
    }

    @Test
    void aTrialThatIsAnsweredForLongHoldsUpNobody() {
        eject("a");
        after(Duration.ofSeconds(10));
        at("a").answers();

        assertThat(ejected()).isEmpty();
        assertThat(at("a").replica()).isEqualTo("a");
        assertThat(set.standings()).extracting(ReplicaSet.Standing::outstanding).containsExactly(2, 0, 0);
    }

    @Test
    void aTrialThatHangsLeavesAnotherToTryAfterTheShortestTimeOut() {
        eject("a");
        after(Duration.ofSeconds(10));
        Turn<String> hanging = at("a");
        assertThat(set.choose(Set.of("b", "c")))
                .isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofSeconds(10)));
        assertThat(set.due()).isEmpty();

        after(Duration.ofSeconds(10));
        assertThat(set.due()).containsExactly("a");
        at("a").succeeded();
        assertThat(ejected()).isEmpty();
        hanging.failed();
        assertThat(ejected()).isEmpty();
    }

    @Test
    void whoHasBeenBackForLongIsOutForTheShortestTimeAgainAlsoWhereItsSessionsAreAllItTakes() {
        eject("b");
        after(Duration.ofSeconds(10));
        turn(set.at("b")).failed();
        after(Duration.ofSeconds(20));
        turn(set.at("b")).succeeded();
        after(Duration.ofSeconds(30));
        for (int i = 0; i < 3; i++) {
            turn(set.at("b")).failed();
        }

        assertThat(set.at("b")).isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofSeconds(10)));
    }

    @Test
    void failuresOfRequestsFromBeforeTheEjectionDoNotProlongIt() {
        List<Turn<String>> turns = List.of(at("a"), at("a"), at("a"), at("a"), at("a"));
        turns.forEach(Turn::failed);
        after(Duration.ofSeconds(10));

        assertThat(set.due()).containsExactly("a");
    }

    @Test
    void aReplicaThatComesBackTakesItsShareSlowly() {
        eject("a");
        after(Duration.ofSeconds(10));
        at("a").succeeded();

        int early = taken("a", 60);
        after(Duration.ofSeconds(15));
        int half = taken("a", 60);
        after(Duration.ofSeconds(15));
        int whole = taken("a", 60);

        assertThat(early).isBetween(1, 4);
        assertThat(half).isBetween(10, 15);
        assertThat(whole).isEqualTo(20);
    }

    @Test
    void withAllOutTheCallerLearnsWhenToComeBack() {
        eject("a");
        after(Duration.ofSeconds(2));
        eject("b");
        eject("c");

        assertThat(set.choose(Set.of())).isEqualTo(new ReplicaSet.Choice.NoneLeft<String>(Duration.ofSeconds(8)));
    }

    @Test
    void aHealthCheckEjectsAndBringsBack() {
        for (int i = 0; i < 3; i++) {
            set.checked("a", false);
        }
        assertThat(ejected()).containsExactly("a");

        after(Duration.ofSeconds(10));
        set.checked("a", false);
        assertThat(set.due()).isEmpty();
        after(Duration.ofSeconds(20));
        assertThat(set.due()).containsExactly("a");
        set.checked("a", true);
        assertThat(ejected()).isEmpty();
    }

    @Test
    void atMostOneTrialIsUnderWayAndCountsReturnToZeroWhateverHappens() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            ReplicaSet<String> any = new ReplicaSet<>(List.of("a", "b", "c"), SETTINGS, () -> nanos);
            Deque<Turn<String>> open = new ArrayDeque<>();
            for (int step = 0; step < 500; step++) {
                nanos += random.nextLong(Duration.ofSeconds(3).toNanos());
                if (random.nextBoolean()) {
                    if (any.choose(Set.of()) instanceof ReplicaSet.Choice.Chosen<String>(Turn<String> turn)) {
                        open.add(turn);
                    } else {
                        assertThat(any.standings()).as("seed %s", seed).allMatch(ReplicaSet.Standing::ejected);
                    }
                } else if (!open.isEmpty()) {
                    end(open.remove(), random.nextInt(4));
                }
                assertThat(any.standings().stream()
                                .mapToInt(ReplicaSet.Standing::outstanding)
                                .sum())
                        .as("seed %s", seed)
                        .isEqualTo(open.size());
            }
        }
    }

    private static void end(Turn<String> turn, int how) {
        switch (how) {
            case 0 -> turn.succeeded();
            case 1 -> turn.undecided();
            default -> turn.failed();
        }
        turn.succeeded();
    }

    private int taken(String replica, int requests) {
        List<Turn<String>> turns = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            turns.add(turn());
        }
        turns.forEach(Turn::succeeded);
        return (int)
                turns.stream().filter(turn -> turn.replica().equals(replica)).count();
    }

    private void eject(String replica) {
        fail(replica, 3);
        assertThat(ejected()).contains(replica);
    }

    private void fail(String replica, int times) {
        for (int i = 0; i < times; i++) {
            at(replica).failed();
        }
    }

    private Turn<String> at(String replica) {
        Set<String> others = new HashSet<>(Set.of("a", "b", "c"));
        others.remove(replica);
        return turn(set.choose(others));
    }

    private Turn<String> turn() {
        return turn(set.choose(Set.of()));
    }

    private static Turn<String> turn(ReplicaSet.Choice<String> choice) {
        assertThat(choice).isInstanceOf(ReplicaSet.Choice.Chosen.class);
        return ((ReplicaSet.Choice.Chosen<String>) choice).turn();
    }

    private List<String> ejected() {
        return set.standings().stream()
                .filter(ReplicaSet.Standing::ejected)
                .map(ReplicaSet.Standing::replica)
                .toList();
    }

    private void after(Duration time) {
        nanos += time.toNanos();
    }
}
