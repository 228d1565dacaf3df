package dev.perigee.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How what is to be cancelled gets through a session.
class SessionCancellationsTest {
    private static final Satellite SATELLITE = new Satellite(
            TestPlane.SATELLITE, SatelliteProfile.of("1", "test"), null, Digest.of("secret"), Instant.EPOCH, null);

    private final Sessions sessions = new Sessions();
    private final TestPlane plane = new TestPlane(sessions);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Sessions.Shared shared = new Sessions.Shared(plane.dispatcher(), plane.cancellations(), tasks::add);

    @Test
    void aSessionWithoutCreditIsToldWhatToCancelAndNothingElse() {
        CommandId id = leased();
        RecordingSink sink = open(0, Set.of(), Uptake.FULL);
        assertThat(sink.ends()).isEmpty();
        plane.submit();
        runTasks();
        assertThat(sink.ends()).isEmpty();

        plane.desk().cancel("operator", id);
        runTasks();

        assertThat(told(sink)).containsExactly(new Cancellation(id, TestPlane.SATELLITE, "session-1"));
        assertThat(sink.batches()).isEmpty();
        assertThat(sink.ends()).containsExactly(new SessionEnd.Finished());
    }

    @Test
    void whatWasToBeCancelledBeforeIsToldOnOpeningWithTheDeliveries() {
        CommandId id = leased();
        plane.desk().cancel("operator", id);
        plane.submit();

        RecordingSink sink = open(9, Set.of(), Uptake.FULL);

        assertThat(told(sink)).extracting(Cancellation::cancelled).containsExactly(id);
        assertThat(sink.batches()).hasSize(1);
    }

    @Test
    void whatTheSatelliteKnowsIsNotToldAgain() {
        CommandId id = leased();
        plane.desk().cancel("operator", id);

        RecordingSink sink = open(0, Set.of(id), Uptake.FULL);
        sessions.signal(TestPlane.SATELLITE);
        runTasks();

        assertThat(sink.cancellations()).isEmpty();
        assertThat(sink.ends()).isEmpty();
    }

    @Test
    void aSessionThatStaysOpenIsToldOnce() {
        CommandId first = leased();
        plane.desk().cancel("operator", first);
        RecordingSink sink = open(0, Set.of(), Uptake.OPEN);
        CommandId second = leased();
        plane.desk().cancel("operator", second);
        runTasks();
        sessions.signal(TestPlane.SATELLITE);
        runTasks();

        assertThat(told(sink)).extracting(Cancellation::cancelled).containsExactly(first, second);
    }

    @Test
    void whatASinkThatIsGoneWasHandedIsToldToTheNext() {
        CommandId id = leased();
        plane.desk().cancel("operator", id);
        open(0, Set.of(), Uptake.GONE);

        assertThat(told(open(0, Set.of(), Uptake.OPEN)))
                .extracting(Cancellation::cancelled)
                .containsExactly(id);
    }

    @Test
    void aSessionWithoutCreditReadsNothing() {
        plane.store().afterQueued(() -> {
            throw new AssertionError("the queue was read");
        });

        RecordingSink sink = open(0, Set.of(), Uptake.OPEN);
        sessions.signal(TestPlane.SATELLITE);
        runTasks();

        assertThat(sink.ends()).isEmpty();
    }

    @Test
    void aSessionWithoutCreditThatIsOpenedWhileDrainingEndsAtOnce() {
        plane.dispatcher().drain();

        assertThat(open(0, Set.of(), Uptake.OPEN).ends()).containsExactly(new SessionEnd.Draining());
    }

    @Test
    void theCreditOfAnOpenSessionIsKnown() {
        assertThat(sessions.credit(TestPlane.SATELLITE)).isEmpty();
        open(2, Set.of(), Uptake.OPEN);
        plane.submit();
        runTasks();

        assertThat(sessions.credit(TestPlane.SATELLITE)).hasValue(1);
    }

    private CommandId leased() {
        CommandId id = plane.submit().id();
        plane.dispatcher().claim(TestPlane.SATELLITE, 1);
        return id;
    }

    private RecordingSink open(int credit, Set<CommandId> known, Uptake uptake) {
        RecordingSink sink = new RecordingSink(uptake);
        sessions.open(shared, SATELLITE, new SessionRequest("session-1", credit, known), sink);
        return sink;
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static List<Cancellation> told(RecordingSink sink) {
        return sink.cancellations().stream().flatMap(List::stream).toList();
    }
}
