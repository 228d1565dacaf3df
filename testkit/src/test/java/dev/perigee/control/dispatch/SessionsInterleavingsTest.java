package dev.perigee.control.dispatch;

import dev.perigee.control.HookedStore;
import dev.perigee.control.TestPlane;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.Openings;
import dev.perigee.control.command.Transitions;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.interleaving.Interleavings;
import dev.perigee.testkit.store.InMemoryCommandStore;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Submissions, polls, grants and ends of polls that come at the same moment: no command waits while a poll for it
/// does, and a sink is used by one thread at a time, as much as it allows, and not after its end.
@Tag("interleavings")
public class SessionsInterleavingsTest {
    private static final Satellite SATELLITE = new Satellite(
            TestPlane.SATELLITE, SatelliteProfile.of("1", "test"), null, Digest.of("secret"), Instant.EPOCH, null);
    private static final List<Command> COMMANDS = Stream.generate(() -> SampleCommand.sample()
                    .to(TestPlane.SATELLITE)
                    .ttl(Duration.ofHours(1))
                    .build())
            .limit(10)
            .toList();
    private static final List<Command> LEASED = COMMANDS.stream()
            .map(command -> SampleMove.leased(command, Instant.parse("2026-01-01T01:00:00Z"))
                    .moved())
            .toList();

    @Test
    void noHintIsLostAndNoSinkIsUsedTwiceAtOnce() {
        Interleavings.tryOperations(
                40,
                Scene.class,
                TestPlane.class,
                HookedStore.class,
                InMemoryCommandStore.class,
                Transitions.class,
                Delivery.class);
    }

    /// A plane and its sessions; whoever hints a session does its work.
    public static class Scene {
        private final Sessions sessions = new Sessions();
        private final TestPlane plane = new TestPlane();
        private final Sessions.Shared shared =
                new Sessions.Shared(plane.dispatcher(), plane.cancellations(), Runnable::run);
        private final AtomicReference<@Nullable Open> latest = new AtomicReference<>();
        private final Collection<StrictSink> polls = new ConcurrentLinkedQueue<>();
        private final AtomicInteger submitted = new AtomicInteger();
        private final AtomicInteger delivered = new AtomicInteger();

        private record Open(DeliverySession session, StrictSink sink) {}

        /// As the desk does it when satellites have something queued already.
        @Operation
        public void submit() {
            plane.store().insert(COMMANDS.get(submitted.getAndIncrement()));
            sessions.signal(TestPlane.SATELLITE);
        }

        /// As the desk does it otherwise.
        @Operation
        public void submitToAnOpening() {
            Optional<Openings.Opening> opening = sessions.take(TestPlane.SATELLITE);
            if (opening.isPresent()) {
                Command leased = LEASED.get(submitted.getAndIncrement());
                plane.store().insert(leased);
                opening.get().deliver(leased);
            } else {
                submit();
            }
        }

        @Operation
        public void poll() {
            StrictSink sink = new StrictSink(1, delivered);
            polls.add(sink);
            latest.set(
                    new Open(sessions.open(shared, SATELLITE, new SessionRequest("session", 1, Set.of()), sink), sink));
        }

        @Operation
        public void grant() {
            Open open = latest.get();
            if (open != null) {
                open.sink().allow(1);
                open.session().grant(1);
            }
        }

        @Operation
        public void finish() {
            Open open = latest.get();
            if (open != null) {
                open.session().finish(new SessionEnd.Finished());
            }
        }

        @Validate
        public void everyCommandIsDeliveredOrWaitsForAPoll() {
            int queued = plane.store().queued(TestPlane.SATELLITE, 100).size();
            Interleavings.expect(
                    delivered.get() + queued == submitted.get(),
                    submitted + " submitted, " + delivered + " delivered, " + queued + " queued");
            Interleavings.expect(queued == 0 || polls.stream().noneMatch(StrictSink::waits), "a poll was not told");
        }
    }
}
