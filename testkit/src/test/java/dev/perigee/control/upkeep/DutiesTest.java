package dev.perigee.control.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.HookedStore;
import dev.perigee.control.TestPlane;
import dev.perigee.control.dispatch.Claim;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final TestPlane plane = new TestPlane();
    private final LeaseReaper leaseReaper =
            new LeaseReaper(plane.store(), plane.desk().transitions(), plane.clock(), new SplittableRandom(1));
    private final DeadLetterMover deadLetterMover =
            new DeadLetterMover(plane.store(), plane.desk().transitions(), plane.clock());
    private final Releaser releaser = new Releaser(plane.store(), plane.desk().transitions(), plane.clock());
    private final Expirer expirer = new Expirer(plane.store(), plane.desk().transitions(), plane.clock());
    private final ResultReaper resultReaper =
            new ResultReaper(plane.store(), plane.desk().transitions(), plane.clock(), TestPlane.RESULT_GRACE);

    @Test
    void aLeaseRunsOutAndTheCommandIsOfferedAgainUntilItIsDeadLettered() {
        CommandId id = plane.submit(Priority.NORMAL, LONG).id();
        for (int attempt = 1; attempt < TestPlane.ATTEMPTS_MAX; attempt++) {
            claim();
            plane.clock().advance(TestPlane.LEASE);
            leaseReaper.run();
            assertThat(plane.state(id)).isEqualTo(CommandState.QUEUED);
            assertThat(plane.dispatcher().claim(TestPlane.SATELLITE, 1)).isInstanceOf(Claim.Empty.class);
            plane.clock().advance(TestPlane.BACKOFF);
            releaser.run();
        }
        claim();
        plane.clock().advance(TestPlane.LEASE);
        leaseReaper.run();
        assertThat(plane.state(id)).isEqualTo(CommandState.LEASED);

        deadLetterMover.run();

        assertThat(plane.state(id)).isEqualTo(CommandState.DEAD_LETTERED);
        assertThat(plane.desk().find(id).status().reason()).contains("offered 3 times");
    }

    @Test
    void aLeaseIsLeftAloneUntilItsLastInstant() {
        CommandId id = plane.submit(Priority.NORMAL, LONG).id();
        claim();
        plane.clock().advance(TestPlane.LEASE.minusMillis(1));

        leaseReaper.run();

        assertThat(plane.state(id)).isEqualTo(CommandState.LEASED);
    }

    @Test
    void aLeaseThatOutlastsTheTimeToLiveEndsInExpiry() {
        CommandId id = plane.submit(Priority.NORMAL, Duration.ofSeconds(5)).id();
        claim();
        plane.clock().advance(Duration.ofSeconds(5));
        expirer.run();
        assertThat(plane.state(id)).isEqualTo(CommandState.LEASED);

        plane.clock().advance(TestPlane.LEASE);
        leaseReaper.run();

        assertThat(plane.state(id)).isEqualTo(CommandState.EXPIRED);
    }

    @Test
    void aQueuedCommandExpiresWhenItsTimeToLiveIsOver() {
        CommandId id = plane.submit(Priority.NORMAL, Duration.ofSeconds(5)).id();
        plane.clock().advance(Duration.ofMillis(4999));
        expirer.run();
        assertThat(plane.state(id)).isEqualTo(CommandState.QUEUED);

        plane.clock().advance(Duration.ofMillis(1));
        expirer.run();

        assertThat(plane.state(id)).isEqualTo(CommandState.EXPIRED);
    }

    @Test
    void anAcknowledgedCommandIsGivenUpWhenItsResultIsOverdue() {
        CommandId id = plane.submit(Priority.NORMAL, LONG).id();
        plane.reports().take(TestPlane.SATELLITE, new Report(List.of(id), List.of()));
        Duration due = Submission.TIMEOUT_DEFAULT.plus(TestPlane.RESULT_GRACE);
        plane.clock().advance(due.minusMillis(1));
        resultReaper.run();
        assertThat(plane.state(id)).isEqualTo(CommandState.ACKNOWLEDGED);

        plane.clock().advance(Duration.ofMillis(1));
        resultReaper.run();

        assertThat(plane.desk().find(id).status().result()).get().isInstanceOf(Result.Interrupted.class);
    }

    @Test
    void moreThanOneBatchIsDoneInOneRun() {
        List<CommandId> ids = new ArrayList<>();
        for (int i = 0; i <= CommandSweep.BATCH; i++) {
            ids.add(plane.submit(Submission.of(TestPlane.SATELLITE, new CommandSpec.Ping()))
                    .id());
        }
        plane.clock().advance(Submission.TTL_DEFAULT);

        expirer.run();

        assertThat(ids).allMatch(id -> plane.state(id) == CommandState.EXPIRED);
    }

    @Test
    void aDutyThatFailsDoesNotStopTheUpkeep() {
        CommandId id = plane.submit().id();
        plane.clock().advance(Submission.TTL_DEFAULT);
        plane.store().beforeApply(HookedStore.unavailable());

        Upkeep.runSafely(expirer);
        assertThat(plane.state(id)).isEqualTo(CommandState.QUEUED);
        Upkeep.runSafely(expirer);

        assertThat(plane.state(id)).isEqualTo(CommandState.EXPIRED);
    }

    private void claim() {
        plane.dispatcher().claim(TestPlane.SATELLITE, 1);
    }
}
