package dev.perigee.testkit.simulation;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.Insertion;
import dev.perigee.control.config.Desired;
import dev.perigee.control.dispatch.DeliverySession;
import dev.perigee.control.dispatch.SessionEnd;
import dev.perigee.control.dispatch.SessionRequest;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.fleet.Silence;
import dev.perigee.control.fleet.Vigil;
import dev.perigee.control.fleet.Vitals;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The control plane's machine: its clock and its store, which outlive the brain, and what arrives from the network.
final class SimulatedControlPlane {
    static final List<GroupName> GROUPS = List.of(new GroupName("even"), new GroupName("odd"));
    private static final Silence IMPATIENT = new Silence(Duration.ofSeconds(60), Duration.ofMinutes(5));
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final int BATCH_MAX = 8;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final World world;
    private final SkewedClock clock;
    private final StoreCalls calls;
    private final Brain.Stores stores;
    private Duration standsUntil = Duration.ZERO;
    private String firstKey = "";
    private @Nullable Brain brain;

    SimulatedControlPlane(World world, Disk.Maker disks) {
        this.world = world;
        this.clock = new SkewedClock(world.events());
        this.calls = new StoreCalls(world, disks);
        FaultyStore commands = new FaultyStore(world, calls, clock);
        this.stores = new Brain.Stores(
                commands,
                new FaultyBroadcastStore(world, calls, commands),
                new FaultyLivenessStore(world, calls),
                new FaultyConfigStore(world, calls));
    }

    SkewedClock clock() {
        return clock;
    }

    StoreCalls calls() {
        return calls;
    }

    boolean isUp() {
        return brain != null;
    }

    /// Registers a satellite before the run begins.
    SatelliteKey register(SatelliteId id, int number) {
        Fleet fleet = fleet(new Vigil(LivenessBook.SILENCE, clock, FleetEvents.NONE));
        GroupName group = GROUPS.get(number % 2);
        world.books().liveness().registered(id);
        world.books().configs().registered(id, group);
        SatelliteProfile profile = new SatelliteProfile("1", "simulated", group, null, null);
        String token = fleet.tokens().create(Caller.FIRST, TokenRequest.of(id)).token();
        SatelliteKey key = fleet.register(token, new RegistrationRequest(id, profile));
        firstKey = firstKey.isEmpty() ? key.reveal() : firstKey;
        return key;
    }

    void start() {
        Life life = new Life();
        Executor logic = task -> after(world.chance().skewed(Duration.ZERO, Duration.ofMillis(50)), life, task);
        world.note("control plane starts");
        Brain next;
        try {
            next = Brain.wire(world, stores, remember(), clock, life, logic);
        } catch (StoreUnavailable e) {
            world.note("control plane cannot start: " + e.getMessage());
            world.after(RETRY, Side.WORLD, World.ALWAYS, this::start);
            return;
        }
        brain = next;
        if (!world.has(Defect.NO_UPKEEP)) {
            next.duties().forEach(duty -> schedule(duty, life));
        }
    }

    /// From now on silence counts; how satellites stood before is known again.
    private Brain.Fleeting remember() {
        Silence silence = world.has(Defect.STALE_TOO_SOON) ? IMPATIENT : LivenessBook.SILENCE;
        LivenessBook book = world.books().liveness();
        Vigil vigil = new Vigil(silence, clock, book);
        Fleet fleet = fleet(vigil);
        Vitals vitals = new Vitals(stores.liveness(), clock);
        Census census = new Census(new Census.Members(fleet, vigil, vitals), stores.liveness(), clock, null);
        census.remember();
        book.remembered(census);
        book.listens();
        return new Brain.Fleeting(fleet, census);
    }

    private Fleet fleet(Vigil vigil) {
        return new Fleet(
                calls.disk().fleet(), new OpenSeal(), clock, world.chance().random(), vigil);
    }

    /// Its process does nothing for a while, and then everything.
    void standStill(Duration howLong) {
        if (brain != null && !stands().isPositive()) {
            world.note("control plane stands still for " + howLong);
            standsUntil = world.events().now().plus(howLong);
            world.books().liveness().standsUntil(standsUntil);
        }
    }

    /// Stops in good order: hands out nothing more, ends the sessions, and is gone a moment later.
    void drain() {
        Brain last = brain;
        if (last != null) {
            world.note("control plane drains");
            world.after(DRAIN, Side.WORLD, last.life(), () -> stop(false, DRAIN));
            last.dispatcher().drain();
            guarded(last.sessions()::drain).run();
        }
    }

    /// Everything in memory is gone; it starts again after `downFor`.
    void stop(boolean machineToo, Duration downFor) {
        Brain last = brain;
        if (last == null) {
            return;
        }
        world.note("control plane stops" + (machineToo ? " with its machine" : "") + " for " + downFor);
        last.life().end();
        brain = null;
        standsUntil = Duration.ZERO;
        calls.stops(machineToo);
        List.copyOf(last.calls()).stream()
                .filter(_ -> world.chance().of(0.7))
                .forEach(call -> call.fail("connection reset"));
        world.after(downFor, Side.WORLD, World.ALWAYS, this::start);
    }

    void submit(SimulatedCall<CommandId> call, String caller, Submission submission) {
        serve(call, current -> {
            Command command = switch (current.desk().submit(caller, submission)) {
                case Insertion.Accepted(Command accepted) -> accepted;
                case Insertion.Repeated(Command first) -> first;
            };
            world.note("accepted: " + command.id() + " for " + command.satellite() + " "
                    + command.terms().priority());
            world.books().commands().answered(caller, Optional.ofNullable(submission.key()), command.id());
            call.reply(command.id());
        });
    }

    void await(SimulatedCall<Command> call, CommandId id, Duration patience) {
        serve(call, current -> {
            WaitBook waits = world.books().waits();
            WaitBook.Wait wait = waits.register(id, current.life());
            try {
                Runnable giveUp = current.desk().await(id, command -> {
                    waits.told(wait, command);
                    call.reply(command);
                });
                if (world.has(Defect.WAITERS_TOLD_TOO_EARLY)) {
                    waits.told(wait, current.desk().find(id));
                }
                after(patience, current.life(), () -> {
                    giveUp.run();
                    waits.gaveUp(wait);
                });
            } catch (ProblemException | StoreUnavailable | OutcomeUnknown e) {
                waits.gaveUp(wait);
                throw e;
            }
        });
    }

    void cancel(SimulatedCall<Command> call, String caller, CommandId id) {
        serve(call, current -> call.reply(current.desk().cancel(caller, id)));
    }

    void redrive(SimulatedCall<CommandId> call, String caller, CommandId dead) {
        serve(call, current -> {
            Command next = switch (current.desk().redrive(caller, dead)) {
                case Insertion.Accepted(Command accepted) -> accepted;
                case Insertion.Repeated(Command first) -> first;
            };
            world.note(dead + " is redriven as " + next.id());
            world.books().commands().redriven(dead, next.id());
            call.reply(next.id());
        });
    }

    <T> void ask(SimulatedCall<T> call, Function<Brain, T> wish) {
        serve(call, current -> call.reply(wish.apply(current)));
    }

    void beat(SimulatedCall<HeartbeatReceipt> call, String credential) {
        serve(call, current -> {
            SatelliteId id = authenticated(current, credential).id();
            LivenessBook book = world.books().liveness();
            long number = book.nextBeat(id);
            current.census().vitals().beat(id, heartbeat(number), null);
            book.beats(id, number);
            call.reply(new HeartbeatReceipt(current.census().heartbeatInterval(), false, null));
        });
    }

    private static Heartbeat heartbeat(long number) {
        return new Heartbeat(
                Condition.ACTIVE, SystemMetrics.UNKNOWN, List.of(), 0, Map.of(), Map.of(), number, "1", null);
    }

    /// What a satellite is to have, unless it has it.
    void config(SimulatedCall<Optional<ConfigDelivery>> call, String credential, long revision, String hash) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            current.configs().asked(satellite.id(), revision, hash);
            Satellite asked = world.has(Defect.CONFIG_OF_ANOTHER)
                    ? current.fleet().authenticate(firstKey).orElseThrow()
                    : satellite;
            Desired desired = current.configs().desired(asked);
            call.reply(
                    desired.hash().equals(hash)
                            ? Optional.empty()
                            : Optional.of(new ConfigDelivery(satellite.id(), desired.revision(), desired.document())));
        });
    }

    void configured(SimulatedCall<ConfigReport> call, String credential, ConfigReport report) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            boolean _ = current.configs().report(satellite.id(), report);
            world.note(satellite.id() + " is known to have configuration " + report.revision());
            call.reply(report);
        });
    }

    void broadcast(SimulatedCall<Broadcast> call, Function<BroadcastDesk, Broadcast> wish) {
        serve(call, current -> call.reply(wish.apply(current.broadcasts())));
    }

    void poll(SimulatedCall<Handout> call, String credential, Poll poll) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            SessionRequest request =
                    new SessionRequest(poll.session(), Math.min(poll.max(), BATCH_MAX), Set.copyOf(poll.cancelling()));
            DeliverySession session = current.sessions()
                    .open(
                            current.shared(),
                            satellite,
                            request,
                            new SimulatedSink(
                                    call,
                                    () -> current.configs().desired(satellite).hash()));
            Runnable finish = guarded(() -> session.finish(new SessionEnd.Finished()));
            call.onGone(finish);
            after(poll.waitMax(), current.life(), finish);
            current.configs().remind(satellite, poll.config());
        });
    }

    void report(SimulatedCall<Receipt> call, String credential, Report report) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            call.reply(current.reports().take(satellite.id(), report));
        });
    }

    private Satellite authenticated(Brain current, String credential) {
        Satellite satellite = current.fleet()
                .authenticate(credential)
                .orElseThrow(() -> new Violation("a registered satellite is recognised", "its key is not"));
        Violation.unless(current.fleet().saw(satellite.id()), "a registered satellite is seen", satellite.id());
        world.books().liveness().heard(satellite.id(), current.fleet());
        return satellite;
    }

    private void serve(SimulatedCall<?> call, Consumer<Brain> handler) {
        Brain current = brain;
        if (current == null) {
            call.fail("connection refused");
            return;
        }
        if (stands().isPositive()) {
            world.after(stands(), Side.CONTROL_PLANE, World.ALWAYS, () -> serve(call, handler));
            return;
        }
        current.calls().removeIf(SimulatedCall::isOver);
        current.calls().add(call);
        guarded(() -> {
                    try {
                        handler.accept(current);
                    } catch (ProblemException e) {
                        call.fail(e.type().code());
                    } catch (StoreUnavailable e) {
                        call.fail("store unavailable");
                    } catch (OutcomeUnknown e) {
                        call.fail("internal");
                    }
                })
                .run();
    }

    private void schedule(Duty duty, Life life) {
        after(world.plan().size().rhythm(duty.period()), life, () -> {
            try {
                duty.run();
            } catch (StoreUnavailable | OutcomeUnknown e) {
                world.note(duty.name() + " fails: " + e.getMessage());
            }
            schedule(duty, life);
        });
    }

    private void after(Duration delay, Life life, Runnable action) {
        world.after(delay, Side.CONTROL_PLANE, life, () -> {
            if (stands().isPositive()) {
                after(stands(), life, action);
            } else {
                guarded(action).run();
            }
        });
    }

    /// For how long it still stands still.
    Duration stands() {
        return standsUntil.minus(world.events().now());
    }

    /// Stops the control plane where `action` crashes; what crashes while it came between others takes them along.
    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (Crash crash) {
                if (calls.isInterleaving()) {
                    throw crash;
                }
                world.note("crash " + crash.getMessage());
                stop(world.chance().of(0.5), world.chance().skewed(Duration.ofMillis(500), Duration.ofMinutes(3)));
            }
        };
    }
}
