package dev.perigee.control;

import dev.perigee.control.audit.Audit;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.Insertion;
import dev.perigee.control.command.LiveCommands;
import dev.perigee.control.command.Openings;
import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.command.Wakeups;
import dev.perigee.control.dispatch.Cancellations;
import dev.perigee.control.dispatch.Dispatcher;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/// The brain over a hooked store and a clock that stands still, for two satellites that are known.
public final class TestPlane {
    public static final SatelliteId SATELLITE = new SatelliteId("sat-1");
    public static final SatelliteId OTHER_SATELLITE = new SatelliteId("sat-2");
    public static final Duration LEASE = Duration.ofSeconds(15);
    public static final Duration RESULT_GRACE = Duration.ofHours(1);
    public static final int ATTEMPTS_MAX = 3;
    public static final int WAITS_MAX = 2;
    public static final int QUEUE_MAX = 600;
    public static final int CANCELLATIONS_MAX = 10;
    public static final Duration BACKOFF = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final HookedStore store = new HookedStore();
    private final List<SatelliteId> signals = new CopyOnWriteArrayList<>();
    private final QueueDepths depths = new QueueDepths(new QueueDepths.Limits(QUEUE_MAX, 2 * QUEUE_MAX));
    private final LiveCommands live = new LiveCommands(100);
    private final Cancellations cancellations = new Cancellations(CANCELLATIONS_MAX);
    private final CommandDesk desk;
    private final ReportDesk reports;
    private final Dispatcher dispatcher;

    public TestPlane() {
        this(_ -> {});
    }

    public TestPlane(Wakeups wakeups) {
        this(wakeups, Openings.NONE);
    }

    public TestPlane(Wakeups wakeups, Openings openings) {
        Wakeups noted = satellite -> {
            signals.add(satellite);
            wakeups.signal(satellite);
        };
        desk = new CommandDesk(
                store,
                new CommandDesk.Surroundings(
                        Set.of(SATELLITE, OTHER_SATELLITE)::contains,
                        depths,
                        noted,
                        openings,
                        List.of(live, cancellations),
                        clock,
                        new SplittableRandom(1),
                        new CommandLifecycle(new Redelivery(BACKOFF, BACKOFF), LEASE, RESULT_GRACE),
                        new CommandDesk.Limits(ATTEMPTS_MAX, WAITS_MAX),
                        Audit.NONE));
        depths.recount(store);
        reports = new ReportDesk(store, live, desk.transitions());
        dispatcher = new Dispatcher(store, desk.transitions(), clock, LEASE);
    }

    public ManualClock clock() {
        return clock;
    }

    public HookedStore store() {
        return store;
    }

    public QueueDepths depths() {
        return depths;
    }

    public CommandDesk desk() {
        return desk;
    }

    public ReportDesk reports() {
        return reports;
    }

    public Cancellations cancellations() {
        return cancellations;
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /// Which satellites were woken, in order.
    public List<SatelliteId> signals() {
        return signals;
    }

    /// A ping to `SATELLITE` in the way that `Submission.of` makes it.
    public Command submit() {
        return submit(Submission.of(SATELLITE, new CommandSpec.Ping()));
    }

    public Command submit(Priority priority, Duration ttl) {
        return submit(
                new Submission(SATELLITE, new CommandSpec.Ping(), priority, ttl, null, false, null, null, null, null));
    }

    public Command submit(Submission submission) {
        return switch (desk.submit("operator", submission)) {
            case Insertion.Accepted(Command command) -> command;
            case Insertion.Repeated(Command first) -> first;
        };
    }

    public CommandState state(CommandId id) {
        return desk.find(id).status().state();
    }
}
