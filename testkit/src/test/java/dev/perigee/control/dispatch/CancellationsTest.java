package dev.perigee.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.control.command.Command;
import dev.perigee.control.upkeep.CancellationKeeper;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Report;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CancellationsTest {
    private final TestPlane plane = new TestPlane();
    private final Cancellations cancellations = plane.cancellations();

    @Test
    void onlyWhatHasLeftTheQueueIsToldToTheSatellite() {
        CommandId queued = plane.submit().id();
        cancel(queued);
        CommandId leased = leased();
        cancel(leased);

        assertThat(cancellations.of(TestPlane.SATELLITE)).containsExactly(leased);
        assertThat(cancellations.of(TestPlane.OTHER_SATELLITE)).isEmpty();
    }

    @Test
    void whatHasEndedIsNotToldAnyMore() {
        CommandId id = leased();
        cancel(id);

        report(id, Result.Cancelled.NEVER_BEGUN);

        assertThat(cancellations.of(TestPlane.SATELLITE)).isEmpty();
    }

    @Test
    void anAcknowledgementDoesNotEndTheTelling() {
        CommandId id = leased();
        cancel(id);

        plane.reports().take(TestPlane.SATELLITE, new Report(List.of(id), List.of()));

        assertThat(cancellations.of(TestPlane.SATELLITE)).containsExactly(id);
    }

    @Test
    void whatNobodyHeardOfIsFoundInTheStoreAndItsSatelliteWoken() {
        CommandId id = leased();
        cancel(id);
        Cancellations restarted = new Cancellations(TestPlane.CANCELLATIONS_MAX);
        plane.signals().clear();

        keeper(restarted).run();
        keeper(restarted).run();

        assertThat(restarted.of(TestPlane.SATELLITE)).containsExactly(id);
        assertThat(plane.signals()).containsExactly(TestPlane.SATELLITE);
    }

    @Test
    void whatEndedWithoutAWordIsForgotten() {
        CommandId id = leased();
        Command before = plane.desk().find(id);
        cancel(id);
        Cancellations other = new Cancellations(TestPlane.CANCELLATIONS_MAX);
        keeper(other).run();
        report(before.id(), Result.Cancelled.NEVER_BEGUN);

        keeper(other).run();

        assertThat(other.of(TestPlane.SATELLITE)).isEmpty();
    }

    @Test
    void whatEndsWhileTheStoreIsReadStaysForgotten() {
        CommandId id = leased();
        cancel(id);
        plane.store().afterCancelling(() -> report(id, Result.Cancelled.NEVER_BEGUN));

        keeper(cancellations).run();

        assertThat(cancellations.of(TestPlane.SATELLITE)).isEmpty();
    }

    @Test
    void beyondTheBoundTheyAreToldLater() {
        List<CommandId> ids = Stream.generate(() -> plane.submit().id())
                .limit(TestPlane.CANCELLATIONS_MAX + 2)
                .toList();
        plane.dispatcher().claim(TestPlane.SATELLITE, ids.size());
        ids.forEach(this::cancel);
        assertThat(cancellations.of(TestPlane.SATELLITE))
                .containsExactlyElementsOf(ids.subList(0, TestPlane.CANCELLATIONS_MAX));

        ids.subList(0, TestPlane.CANCELLATIONS_MAX).forEach(id -> report(id, Result.Cancelled.NEVER_BEGUN));
        keeper(cancellations).run();

        assertThat(cancellations.of(TestPlane.SATELLITE))
                .containsExactlyElementsOf(ids.subList(TestPlane.CANCELLATIONS_MAX, ids.size()));
    }

    private CommandId leased() {
        CommandId id = plane.submit().id();
        plane.dispatcher().claim(TestPlane.SATELLITE, 1);
        return id;
    }

    private void cancel(CommandId id) {
        plane.desk().cancel("operator", id);
    }

    private void report(CommandId id, Result result) {
        plane.reports().take(TestPlane.SATELLITE, new Report(List.of(), List.of(new Report.Ended(id, result))));
    }

    private CancellationKeeper keeper(Cancellations of) {
        return new CancellationKeeper(of, plane.store(), plane.signals()::add);
    }
}
