package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessStat.Identity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final int SELF = 10;
    private static final int LEADER = 20;
    private static final Membership PLAIN = new Membership(SELF, LEADER, Set.of(), pid -> false);

    @Test
    void theSessionOfTheLeaderBelongsToItsTree() {
        assertThat(pids(PLAIN, process(LEADER, SELF, LEADER), process(21, SELF, LEADER), process(30, SELF, 30)))
                .containsExactlyInAnyOrder(LEADER, 21);
    }

    @Test
    void descendantsBelongWhateverTheirSession() {
        assertThat(pids(PLAIN, process(23, 22, 22), process(22, LEADER, 22), process(LEADER, SELF, LEADER)))
                .containsExactlyInAnyOrder(LEADER, 22, 23);
    }

    @Test
    void descendantsOfTheMarkedBelong() {
        Membership marked = new Membership(SELF, LEADER, Set.of(), pid -> pid == 40);

        assertThat(pids(marked, process(41, 40, 41), process(40, SELF, 40), process(50, SELF, 50)))
                .containsExactlyInAnyOrder(40, 41);
    }

    @Test
    void whoBelongedOnceBelongsUnlessItsNumberWasGivenAway() {
        Membership membership =
                new Membership(SELF, LEADER, Set.of(process(40, 0, 0).identity(), new Identity(41, 7)), pid -> false);

        assertThat(pids(membership, process(40, SELF, 40), process(41, SELF, 41)))
                .containsExactly(40);
    }

    @Test
    void neitherTheDeadNorThisProcessNorKernelThreadsBelong() {
        Membership everyone = new Membership(SELF, LEADER, Set.of(), pid -> true);
        ProcessStat zombie = new ProcessStat(LEADER, 'Z', SELF, LEADER, 1, LEADER);

        assertThat(pids(everyone, zombie, process(SELF, 1, 5), process(2, 0, 0)))
                .isEmpty();
    }

    @Test
    void aTreeThisProcessDescendsFromDoesNotTakeItIn() {
        Membership parentMarked = new Membership(SELF, LEADER, Set.of(), pid -> pid == 5);

        assertThat(pids(parentMarked, process(5, 1, 5), process(SELF, 5, 5), process(60, SELF, 60)))
                .containsExactly(5);
    }

    private static ProcessStat process(int pid, int parent, int session) {
        return new ProcessStat(pid, 'S', parent, session, 1, pid);
    }

    private static List<Integer> pids(Membership membership, ProcessStat... snapshot) {
        return membership.of(List.of(snapshot)).stream().map(ProcessStat::pid).toList();
    }
}
