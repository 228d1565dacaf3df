package dev.perigee.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.HookedStore;
import dev.perigee.control.TestPlane;
import dev.perigee.control.command.Command;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Satellite SATELLITE = new Satellite(
            TestPlane.SATELLITE, SatelliteProfile.of("1", "test"), null, Digest.of("secret"), Instant.EPOCH, null);

    private final Sessions sessions = new Sessions();
    private final TestPlane plane = new TestPlane(sessions);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Sessions.Shared shared = new Sessions.Shared(plane.dispatcher(), plane.cancellations(), tasks::add);

    @Test
    void whatIsQueuedIsDeliveredOnOpeningAndInThisSession() {
        Command command = plane.submit();
        RecordingSink sink = open("session-1", 9, Uptake.OPEN);

        assertThat(sink.batches()).hasSize(1);
        Delivery delivery = sink.batches().getFirst().getFirst();
        assertThat(delivery.command()).isEqualTo(command.id());
        assertThat(delivery.satellite()).isEqualTo(TestPlane.SATELLITE);
        assertThat(delivery.session()).isEqualTo("session-1");
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.leaseUntil()).isEqualTo(plane.clock().instant().plus(TestPlane.LEASE));
    }

    @Test
    void anOpenSessionIsHintedBySubmissions() {
        RecordingSink sink = open("session-1", 9, Uptake.OPEN);
        assertThat(sink.batches()).isEmpty();

        CommandId id = plane.submit().id();
        runTasks();

        assertThat(delivered(sink)).containsExactly(id);
    }

    @Test
    void aHintDuringAClaimIsNotLost() {
        plane.store().afterQueued(plane::submit);

        RecordingSink sink = open("session-1", 9, Uptake.OPEN);

        assertThat(tasks).isEmpty();
        assertThat(delivered(sink)).hasSize(1);
    }

    @Test
    void creditBoundsWhatIsClaimed() {
        List<CommandId> ids =
                List.of(plane.submit().id(), plane.submit().id(), plane.submit().id());
        RecordingSink sink = new RecordingSink(Uptake.OPEN);
        DeliverySession session = sessions.open(shared, SATELLITE, new SessionRequest("session-1", 2, Set.of()), sink);
        runTasks();
        assertThat(delivered(sink)).containsExactlyElementsOf(ids.subList(0, 2));

        session.grant(1);
        runTasks();

        assertThat(delivered(sink)).containsExactlyElementsOf(ids);
    }

    @Test
    void aNewerSessionReplacesTheOlder() {
        RecordingSink older = open("session-1", 9, Uptake.OPEN);

        RecordingSink newer = open("session-2", 9, Uptake.OPEN);
        plane.submit();
        runTasks();

        assertThat(older.ends()).containsExactly(new SessionEnd.Replaced());
        assertThat(older.batches()).isEmpty();
        assertThat(newer.batches()).hasSize(1);
        assertThat(newer.ends()).isEmpty();
    }

    @Test
    void aSinkThatIsFullEndsItsSession() {
        plane.submit();
        RecordingSink sink = open("session-1", 9, Uptake.FULL);
        CommandId next = plane.submit().id();
        runTasks();

        assertThat(delivered(sink)).hasSize(1);
        assertThat(sink.ends()).containsExactly(new SessionEnd.Finished());
        assertThat(plane.state(next)).isEqualTo(CommandState.QUEUED);
    }

    @Test
    void whatASinkThatIsGoneWasHandedIsOfferedToTheNext() {
        CommandId id = plane.submit().id();
        RecordingSink gone = open("session-1", 9, Uptake.GONE);
        assertThat(gone.ends()).containsExactly(new SessionEnd.Finished());
        assertThat(plane.state(id)).isEqualTo(CommandState.QUEUED);

        RecordingSink next = open("session-2", 9, Uptake.OPEN);

        assertThat(delivered(next)).containsExactly(id);
        assertThat(plane.desk().find(id).status().attempts()).isEqualTo(1);
    }

    @Test
    void aClaimThatFailsEndsItsSession() {
        plane.store().afterQueued(HookedStore.unavailable());

        RecordingSink sink = open("session-1", 9, Uptake.OPEN);

        assertThat(sink.ends()).singleElement().isInstanceOf(SessionEnd.Failed.class);
    }

    @Test
    void drainingEndsEverySessionAfterTheClaimThatIsUnderWay() {
        plane.submit();
        plane.store().afterQueued(sessions::drain);

        RecordingSink sink = open("session-1", 9, Uptake.OPEN);

        assertThat(sink.batches()).hasSize(1);
        assertThat(sink.ends()).containsExactly(new SessionEnd.Draining());
    }

    @Test
    void aSessionOpenedWhileDrainingEndsAtOnce() {
        plane.submit();
        plane.dispatcher().drain();

        RecordingSink sink = open("session-1", 9, Uptake.OPEN);

        assertThat(sink.batches()).isEmpty();
        assertThat(sink.ends()).containsExactly(new SessionEnd.Draining());
    }

    @Test
    void theFirstReasonToEndStands() {
        RecordingSink sink = new RecordingSink(Uptake.OPEN);
        DeliverySession session = sessions.open(shared, SATELLITE, new SessionRequest("session-1", 9, Set.of()), sink);

        session.finish(new SessionEnd.Finished());
        sessions.drain();
        session.finish(new SessionEnd.Replaced());

        assertThat(sink.ends()).containsExactly(new SessionEnd.Finished());
    }

    private RecordingSink open(String name, int credit, Uptake uptake) {
        RecordingSink sink = new RecordingSink(uptake);
        sessions.open(shared, SATELLITE, new SessionRequest(name, credit, Set.of()), sink);
        return sink;
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static List<CommandId> delivered(RecordingSink sink) {
        return sink.batches().stream()
                .flatMap(List::stream)
                .map(Delivery::command)
                .toList();
    }
}
