package dev.perigee.testkit.simulation;

import dev.perigee.control.access.Caller;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.broadcast.BroadcastDriver;
import dev.perigee.control.broadcast.BroadcastHints;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.LiveCommands;
import dev.perigee.control.command.Openings;
import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.command.Transitions;
import dev.perigee.control.command.Wakeups;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.RolloutDesk;
import dev.perigee.control.dispatch.Cancellations;
import dev.perigee.control.dispatch.Dispatcher;
import dev.perigee.control.dispatch.Sessions;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.control.upkeep.CancellationKeeper;
import dev.perigee.control.upkeep.DeadLetterMover;
import dev.perigee.control.upkeep.DepthKeeper;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.control.upkeep.Expirer;
import dev.perigee.control.upkeep.LastSeenKeeper;
import dev.perigee.control.upkeep.LeaseReaper;
import dev.perigee.control.upkeep.LivenessKeeper;
import dev.perigee.control.upkeep.Releaser;
import dev.perigee.control.upkeep.ResultReaper;
import dev.perigee.control.upkeep.RolloutKeeper;
import dev.perigee.control.upkeep.VitalsKeeper;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/// One life of the control plane: the real parts, wired as the server wires them, and gone when it stops.
record Brain(
        Life life,
        Fleet fleet,
        CommandDesk desk,
        BroadcastDesk broadcasts,
        Census census,
        ConfigDesk configs,
        RolloutDesk rollouts,
        ReportDesk reports,
        Dispatcher dispatcher,
        Sessions sessions,
        Sessions.Shared shared,
        List<Duty> duties,
        Set<SimulatedCall<?>> calls) {
    private static final int LIVE_MAX = 16;
    private static final int CANCELLATIONS_MAX = 5;
    private static final Redelivery REDELIVERY = new Redelivery(Duration.ofMillis(500), Duration.ofSeconds(30));

    /// Passes on what may get lost, and loses some of it.
    private record Hints(World world, CommandListener listener) implements CommandListener {
        @Override
        public void accepted(Command command) {
            listener.accepted(command);
        }

        @Override
        public void moved(Decision.Move move) {
            if (arrives(world)) {
                listener.moved(move);
            }
        }

        static boolean arrives(World world) {
            return world.plan().lane().hasWakeups()
                    && !world.strikes(world.plan().faults().messages().lost());
        }
    }

    /// What outlives it.
    record Stores(CommandStore commands, BroadcastStore broadcasts, LivenessStore liveness, ConfigStore configs) {}

    /// Those of this life that know the fleet.
    record Fleeting(Fleet fleet, Census census) {}

    /// Looks who is silent, and has it compared with what is true.
    private record Looking(LivenessKeeper keeper, LivenessBook book, Fleet fleet) implements Duty {
        @Override
        public String name() {
            return keeper.name();
        }

        @Override
        public Duration period() {
            return keeper.period();
        }

        @Override
        public void run() {
            keeper.run();
            book.looked(fleet);
        }
    }

    /// Packing 24 hours of measurements takes longer than all else in a run.
    private record Rarely(Duty duty) implements Duty {
        @Override
        public String name() {
            return duty.name();
        }

        @Override
        public Duration period() {
            return duty.period().multipliedBy(12);
        }

        @Override
        public void run() {
            duty.run();
        }
    }

    /// `logic` runs what a session does when it is hinted.
    static Brain wire(World world, Stores stores, Fleeting known, InstantSource clock, Life life, Executor logic) {
        CommandStore store = stores.commands();
        Fleet fleet = known.fleet();
        Plan.Settings settings = world.plan().settings();
        Sessions sessions = new Sessions();
        Wakeups wakeups = wakeups(world, sessions);
        Openings openings = satellite -> Hints.arrives(world) ? sessions.take(satellite) : Optional.empty();
        LiveCommands live = new LiveCommands(LIVE_MAX);
        Cancellations cancellations = new Cancellations(CANCELLATIONS_MAX);
        Plan.OfQueues limits = settings.queues();
        QueueDepths depths = depths(world);
        BroadcastHints hints = new BroadcastHints();
        CommandDesk desk = new CommandDesk(
                store,
                new CommandDesk.Surroundings(
                        fleet::knows,
                        depths,
                        wakeups,
                        openings,
                        List.of(live, new Hints(world, cancellations), new Hints(world, hints)),
                        clock,
                        world.chance().random(),
                        new CommandLifecycle(REDELIVERY, settings.lease(), settings.resultGrace()),
                        new CommandDesk.Limits(settings.attemptsMax(), limits.waitsMax()),
                        Audit.NONE));
        Dispatcher dispatcher = new Dispatcher(store, desk.transitions(), clock, settings.lease());
        BroadcastDriver driver = new BroadcastDriver(
                stores.broadcasts(),
                new BroadcastDriver.Means(
                        desk.intake(), desk.transitions(), clock, world.chance().random(), logic),
                hints,
                new BroadcastDriver.Limits(2, limits.waitsMax()));
        List<Duty> duties = new ArrayList<>(sweeps(world, store, desk.transitions(), clock));
        duties.add(new CancellationKeeper(cancellations, store, wakeups));
        duties.addAll(List.of(new DepthKeeper(depths, store), driver, new LastSeenKeeper(fleet)));
        ConfigDesk configs = configs(world, stores, clock, sessions);
        RolloutDesk rollouts = new RolloutDesk(
                configs,
                stores.configs(),
                () -> standing(world, fleet),
                clock,
                world.chance().random());
        duties.addAll(duties(world, known, rollouts));
        return new Brain(
                life,
                fleet,
                desk,
                broadcasts(world, stores, driver, fleet, clock),
                known.census(),
                configs,
                rollouts,
                new ReportDesk(store, live, desk.transitions()),
                dispatcher,
                sessions,
                new Sessions.Shared(dispatcher, cancellations, logic),
                duties,
                new LinkedHashSet<>());
    }

    private static Wakeups wakeups(World world, Sessions sessions) {
        return satellite -> {
            if (Hints.arrives(world)) {
                sessions.signal(satellite);
            }
        };
    }

    private static ConfigDesk configs(World world, Stores stores, InstantSource clock, Sessions sessions) {
        return new ConfigDesk(stores.configs(), clock, satellite -> {
            if (Hints.arrives(world)) {
                sessions.nudge(satellite);
            }
        });
    }

    private static BroadcastDesk broadcasts(
            World world, Stores stores, BroadcastDriver driver, Fleet fleet, InstantSource clock) {
        Plan.Settings settings = world.plan().settings();
        Plan.OfQueues limits = settings.queues();
        return new BroadcastDesk(
                stores.broadcasts(),
                driver,
                new BroadcastDesk.Surroundings(
                        fleet::members,
                        clock,
                        world.chance().random(),
                        new BroadcastDesk.Limits(
                                settings.attemptsMax(), 100, limits.broadcastsMax(), limits.waitsMax()),
                        Audit.NONE));
    }

    /// Of who looks after satellites and their configurations.
    private static List<Duty> duties(World world, Fleeting known, RolloutDesk rollouts) {
        List<Duty> duties = new ArrayList<>(List.of(
                new RolloutKeeper(rollouts),
                new Rarely(new VitalsKeeper(known.census().vitals()))));
        if (!world.has(Defect.NOBODY_LOOKS_WHO_IS_SILENT)) {
            duties.add(new Looking(
                    new LivenessKeeper(known.census()), world.books().liveness(), known.fleet()));
        }
        return duties;
    }

    private static List<SatelliteView> standing(World world, Fleet fleet) {
        List<SatelliteView> all = fleet.list(Caller.FIRST);
        return world.has(Defect.ROLLOUT_BELIEVES_EVERYBODY_AWAY)
                ? all.stream().map(Brain::away).toList()
                : all;
    }

    private static SatelliteView away(SatelliteView one) {
        return new SatelliteView(
                one.id(),
                Liveness.STALE,
                one.version(),
                one.platform(),
                one.team(),
                one.group(),
                one.labels(),
                one.maxConcurrent(),
                one.registeredAt(),
                one.lastSeen());
    }

    private static QueueDepths depths(World world) {
        Plan.OfQueues limits = world.plan().settings().queues();
        return new QueueDepths(
                world.has(Defect.QUEUES_ARE_UNBOUNDED)
                        ? QueueDepths.Limits.DEFAULT
                        : new QueueDepths.Limits(limits.perSatelliteMax(), limits.max()));
    }

    private static List<Duty> sweeps(World world, CommandStore store, Transitions transitions, InstantSource clock) {
        return List.of(
                new Releaser(store, transitions, clock),
                new LeaseReaper(store, transitions, clock, world.chance().random()),
                new DeadLetterMover(store, transitions, clock),
                new Expirer(store, transitions, clock),
                new ResultReaper(
                        store, transitions, clock, world.plan().settings().resultGrace()));
    }
}
