package dev.perigee.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.TestPlane;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.testkit.store.SampleCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueDepthsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final TestPlane plane = new TestPlane();

    @Test
    void aQueueTakesAsManyAsItMayAndThenRefusesByName() {
        fill(TestPlane.SATELLITE);

        assertRefused(TestPlane.SATELLITE, "satellite \"" + TestPlane.SATELLITE + "\" has 600 commands queued");
        assertThat(plane.depths().of(TestPlane.SATELLITE)).isEqualTo(TestPlane.QUEUE_MAX);
    }

    @Test
    void whatLeavesTheQueueMakesRoom() {
        fill(TestPlane.SATELLITE);

        plane.dispatcher().claim(TestPlane.SATELLITE, 1);

        plane.submit(Priority.NORMAL, LONG);
        assertRefused(TestPlane.SATELLITE, "600 commands queued");
    }

    @Test
    void allQueuesTogetherHaveABoundToo() {
        fill(TestPlane.SATELLITE);
        fill(TestPlane.OTHER_SATELLITE);

        assertRefused(TestPlane.SATELLITE, "the control plane has 1200 commands queued");
    }

    @Test
    void aRepeatTakesNoRoom() {
        Submission keyed =
                Submission.of(TestPlane.SATELLITE, new CommandSpec.Ping()).withKey("once");
        plane.submit(keyed);
        plane.submit(keyed);

        assertThat(plane.depths().all()).isEqualTo(1);
    }

    @Test
    void aCountThatWentWrongIsCorrectedByTheStores() {
        plane.store().insert(SampleCommand.ping());
        plane.submit();
        assertThat(plane.depths().all()).isEqualTo(1);

        plane.depths().recount(plane.store());
        assertThat(plane.depths().all()).isEqualTo(1);
        plane.depths().recount(plane.store());

        assertThat(plane.store().queueDepths())
                .allSatisfy((satellite, depth) ->
                        assertThat(plane.depths().of(satellite)).isEqualTo(depth.intValue()));
        assertThat(plane.depths().all()).isEqualTo(2);
    }

    @Test
    void whatIsLostSightOfIsNotTakenForNotQueued() {
        Command leased = plane.submit();
        plane.dispatcher().claim(TestPlane.SATELLITE, 1);
        assertThat(plane.depths().isEmpty(TestPlane.SATELLITE)).isTrue();
        plane.store().beforeApply(() -> {
            throw new OutcomeUnknown("the connection broke", new IllegalStateException());
        });

        assertThatExceptionOfType(OutcomeUnknown.class)
                .isThrownBy(
                        () -> plane.dispatcher().release(List.of(plane.desk().find(leased.id()))));
        assertThat(plane.depths().isEmpty(TestPlane.SATELLITE)).isFalse();

        plane.depths().recount(plane.store());
        assertThat(plane.depths().isEmpty(TestPlane.SATELLITE)).isTrue();
    }

    @Test
    void aCommandOnItsWayInKeepsItsRoomWhenTheCountsAreCompared() {
        plane.store().beforeInsert(() -> plane.depths().recount(plane.store()));

        plane.submit();

        plane.depths().recount(plane.store());
        assertThat(plane.depths().of(TestPlane.SATELLITE)).isEqualTo(1);
        assertThat(plane.depths().all()).isEqualTo(1);
    }

    private void fill(SatelliteId satellite) {
        for (int i = 0; i < TestPlane.QUEUE_MAX; i++) {
            plane.submit(Submission.of(satellite, new CommandSpec.Ping()));
        }
    }

    private void assertRefused(SatelliteId satellite, String why) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plane.submit(Submission.of(satellite, new CommandSpec.Ping())))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.QUEUE_FULL));
    }
}
