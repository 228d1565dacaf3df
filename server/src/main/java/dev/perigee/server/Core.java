package dev.perigee.server;

import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Operators;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.audit.AuditLog;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.broadcast.BroadcastDriver;
import dev.perigee.control.broadcast.BroadcastHints;
import dev.perigee.control.broadcast.BroadcastPruner;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.CommandListener;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.LiveCommands;
import dev.perigee.control.command.QueueDepths;
import dev.perigee.control.command.Redelivery;
import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.command.Transitions;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.config.RolloutDesk;
import dev.perigee.control.dispatch.Cancellations;
import dev.perigee.control.dispatch.Dispatcher;
import dev.perigee.control.dispatch.Sessions;
import dev.perigee.control.event.EventDesk;
import dev.perigee.control.event.EventPruner;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.event.OwnEvents;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.fleet.Silence;
import dev.perigee.control.fleet.TokenSeal;
import dev.perigee.control.fleet.Vigil;
import dev.perigee.control.fleet.Vitals;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.control.secret.KeyRing;
import dev.perigee.control.secret.SecretDesk;
import dev.perigee.control.upkeep.AuditPruner;
import dev.perigee.control.upkeep.AuditSealer;
import dev.perigee.control.upkeep.CancellationKeeper;
import dev.perigee.control.upkeep.DeadLetterMover;
import dev.perigee.control.upkeep.DeadRemover;
import dev.perigee.control.upkeep.DepthKeeper;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.control.upkeep.Expirer;
import dev.perigee.control.upkeep.HistoryPruner;
import dev.perigee.control.upkeep.LastSeenKeeper;
import dev.perigee.control.upkeep.LeaseReaper;
import dev.perigee.control.upkeep.LiveForgetter;
import dev.perigee.control.upkeep.LivenessKeeper;
import dev.perigee.control.upkeep.Releaser;
import dev.perigee.control.upkeep.ResultReaper;
import dev.perigee.control.upkeep.RolloutKeeper;
import dev.perigee.control.upkeep.TokenPruner;
import dev.perigee.control.upkeep.VitalsKeeper;
import dev.perigee.control.why.Facts;
import dev.perigee.control.why.Inquiry;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.store.Stores;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/// The brain of a running control plane, wired in the order in which a command flows; it knows no HTTP.
record Core(
        AuditLog audit,
        Operators operators,
        Fleet fleet,
        Census census,
        CommandDesk desk,
        BroadcastDesk broadcasts,
        ReportDesk reports,
        ConfigDesk configs,
        SecretDesk secrets,
        RolloutDesk rollouts,
        KeyRotations keyRotations,
        Inquiry inquiry,
        LiveOutput live,
        Happenings events,
        Dispatcher dispatcher,
        Sessions sessions,
        Sessions.Shared channels,
        List<Duty> duties) {
    private static final int LIVE_MAX = 20_000;
    private static final int CANCELLATIONS_MAX = 20_000;

    /// What everything is wired with: what is kept, the time, chance, the threads for the logic, by what the
    /// operator key is recognised, who signs checkpoints, who makes registration tokens, and with which keys
    /// secrets are sealed.
    record Means(
            Stores stores,
            InstantSource clock,
            SecureRandom random,
            Executor logic,
            Digest operatorKey,
            Function<String, Signed> checkpointSigner,
            TokenSeal tokens,
            KeyRing ring) {}

    /// What is kept in memory alone has been counted from the store when this returns.
    static Core wire(ServerConfig config, Means means) {
        CommandStore commands = means.stores().commands();
        InstantSource clock = means.clock();
        AuditLog audit = new AuditLog(means.stores().audit(), clock, means.checkpointSigner());
        Happenings happenings = happenings(means);
        Vigil vigil = new Vigil(silence(config), clock, new FleetNews(List.of(new FleetLog(), happenings)));
        Fleet fleet = new Fleet(means.stores().fleet(), means.tokens(), clock, means.random(), vigil);
        happenings.own().teamsBy(fleet::teamOf);
        Census census = census(config, means, fleet, vigil);
        Sessions sessions = new Sessions();
        LiveOutput live = new LiveOutput(LiveOutput.Limits.DEFAULT, clock, commands::findAll);
        LiveCommands known = new LiveCommands(LIVE_MAX);
        Cancellations cancellations = new Cancellations(CANCELLATIONS_MAX);
        BroadcastHints hints = new BroadcastHints();
        QueueDepths depths = depths(config);
        List<CommandListener> listeners = List.of(known, live, cancellations, hints, happenings);
        CommandDesk desk = desk(config, means, fleet, new Ways(depths, sessions), listeners, audit);
        BroadcastDriver driver = driver(config, means, desk, hints);
        SecretDesk secrets = new SecretDesk(means.stores().secrets(), means.ring(), clock, means.random());
        Dispatcher dispatcher = new Dispatcher(
                commands, desk.transitions(), clock, config.commands().lease());
        List<Duty> recollections =
                List.of(new CancellationKeeper(cancellations, commands, sessions), new DepthKeeper(depths, commands));
        recollections.forEach(Duty::run);
        ConfigDesk configs = new ConfigDesk(means.stores().configs(), clock, sessions::nudge, secrets::find);
        RolloutDesk rollouts = rollouts(means, configs, fleet);
        List<Duty> drivers = List.of(driver, new RolloutKeeper(rollouts), happenings.own(), new LiveForgetter(live));
        List<Duty> duties = Stream.of(
                        sweeps(config, means, desk.transitions()),
                        recollections,
                        drivers,
                        watches(fleet, census),
                        prunes(config, means, fleet, audit))
                .flatMap(List::stream)
                .toList();
        return new Core(
                audit,
                new Operators(means.stores().operators(), means.operatorKey(), clock, means.random()),
                fleet,
                census,
                desk,
                broadcasts(config, means, driver, fleet, audit),
                new ReportDesk(commands, known, desk.transitions()),
                configs,
                secrets,
                rollouts,
                rotations(config, means, fleet, sessions),
                new Inquiry(commands, fleet, sessions, clock, decisive(config)),
                live,
                happenings,
                dispatcher,
                sessions,
                new Sessions.Shared(dispatcher, cancellations, means.logic()),
                duties);
    }

    /// What bounds a command's way to its satellite, and what wakes it.
    private record Ways(QueueDepths depths, Sessions sessions) {}

    private static CommandDesk desk(
            ServerConfig config, Means means, Fleet fleet, Ways ways, List<CommandListener> listeners, Audit audit) {
        return new CommandDesk(
                means.stores().commands(),
                new CommandDesk.Surroundings(
                        fleet::knows,
                        ways.depths(),
                        ways.sessions(),
                        ways.sessions(),
                        listeners,
                        means.clock(),
                        means.random(),
                        lifecycle(config),
                        new CommandDesk.Limits(
                                config.commands().attemptsMax(),
                                config.entrance().limits().waitsMax()),
                        audit));
    }

    private static Happenings happenings(Means means) {
        EventDesk desk = new EventDesk(means.stores().events(), means.clock(), means.random());
        return new Happenings(desk, new OwnEvents(desk, means.logic()));
    }

    /// Goes on from what was written down of the fleet.
    private static Census census(ServerConfig config, Means means, Fleet fleet, Vigil vigil) {
        Vitals vitals = new Vitals(means.stores().liveness(), means.clock());
        Census census = new Census(
                new Census.Members(fleet, vigil, vitals),
                means.stores().liveness(),
                means.clock(),
                config.satellites().deadRetention());
        census.remember();
        return census;
    }

    /// The duties that keep an eye on the fleet.
    private static List<Duty> watches(Fleet fleet, Census census) {
        return List.of(
                new LastSeenKeeper(fleet),
                new LivenessKeeper(census),
                new VitalsKeeper(census.vitals()),
                new DeadRemover(census));
    }

    /// The duties that seal and prune what is kept for a time.
    private static List<Duty> prunes(ServerConfig config, Means means, Fleet fleet, AuditLog audit) {
        return List.of(
                new TokenPruner(fleet.tokens()),
                new EventPruner(
                        means.stores().events(),
                        means.clock(),
                        config.records().events().keeping()),
                new AuditSealer(audit),
                new AuditPruner(
                        means.stores().audit(),
                        means.clock(),
                        config.records().audit().retention()));
    }

    private static KeyRotations rotations(ServerConfig config, Means means, Fleet fleet, Sessions sessions) {
        Duration overlap = config.satellites().identity().keyOverlap();
        return new KeyRotations(
                fleet,
                means.stores().fleet(),
                new KeyRotations.Terms(means.clock(), overlap, sessions::nudge),
                means.random());
    }

    /// The duties that look for commands whose time has come.
    private static List<Duty> sweeps(ServerConfig config, Means means, Transitions transitions) {
        CommandStore commands = means.stores().commands();
        InstantSource clock = means.clock();
        Map<CommandState, Duration> retention = config.commands().retention();
        // A broadcast is kept as long as any of its commands.
        Duration longest = Collections.max(retention.values());
        return List.of(
                new Releaser(commands, transitions, clock),
                new LeaseReaper(commands, transitions, clock, means.random()),
                new DeadLetterMover(commands, transitions, clock),
                new Expirer(commands, transitions, clock),
                new ResultReaper(commands, transitions, clock, config.commands().resultGrace()),
                new HistoryPruner(commands, clock, retention),
                new BroadcastPruner(means.stores().broadcasts(), clock, longest));
    }

    private static CommandLifecycle lifecycle(ServerConfig config) {
        return new CommandLifecycle(
                redelivery(config), config.commands().lease(), config.commands().resultGrace());
    }

    private static RolloutDesk rollouts(Means means, ConfigDesk configs, Fleet fleet) {
        return new RolloutDesk(
                configs, means.stores().configs(), () -> fleet.list(Caller.FIRST), means.clock(), means.random());
    }

    private static QueueDepths depths(ServerConfig config) {
        ServerConfig.Queue queue = config.commands().queue();
        return new QueueDepths(new QueueDepths.Limits(queue.perSatelliteMax(), queue.max()));
    }

    private static BroadcastDriver driver(ServerConfig config, Means means, CommandDesk desk, BroadcastHints hints) {
        return new BroadcastDriver(
                means.stores().broadcasts(),
                new BroadcastDriver.Means(
                        desk.intake(), desk.transitions(), means.clock(), means.random(), means.logic()),
                hints,
                new BroadcastDriver.Limits(
                        BroadcastDriver.Limits.BATCH_DEFAULT,
                        config.entrance().limits().waitsMax()));
    }

    private static BroadcastDesk broadcasts(
            ServerConfig config, Means means, BroadcastDriver driver, Fleet fleet, Audit audit) {
        BroadcastDesk.Limits limits = new BroadcastDesk.Limits(
                config.commands().attemptsMax(),
                config.entrance().limits().broadcastMembersMax(),
                BroadcastDesk.Limits.LIVE_MAX,
                config.entrance().limits().waitsMax());
        return new BroadcastDesk(
                means.stores().broadcasts(),
                driver,
                new BroadcastDesk.Surroundings(fleet::members, means.clock(), means.random(), limits, audit));
    }

    private static Facts.Settings decisive(ServerConfig config) {
        ServerConfig.Commands settings = config.commands();
        return new Facts.Settings(settings.lease(), redelivery(config), settings.resultGrace(), silence(config));
    }

    private static Redelivery redelivery(ServerConfig config) {
        ServerConfig.Backoff backoff = config.commands().backoff();
        return new Redelivery(backoff.min(), backoff.max());
    }

    private static Silence silence(ServerConfig config) {
        ServerConfig.Satellites settings = config.satellites();
        return new Silence(settings.staleAfter(), settings.deadAfter());
    }
}
