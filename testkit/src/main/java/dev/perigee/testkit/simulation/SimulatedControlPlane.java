package dev.perigee.testkit.simulation;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.Insertion;
import dev.perigee.control.dispatch.DeliverySession;
import dev.perigee.control.dispatch.SessionEnd;
import dev.perigee.control.dispatch.SessionRequest;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.fleet.Silence;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.store.InMemoryFleetStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The control plane's machine: its clock and its store, which outlive the brain, and what arrives from the network.
final class SimulatedControlPlane {
    private static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final int BATCH_MAX = 8;
    private static final int DUTY_RUNS_MAX = 1000;

    private final World world;
    private final SkewedClock clock;
    private final StoreCalls calls;
    private final Brain.Stores stores;
    private final InMemoryFleetStore fleetStore = new InMemoryFleetStore();
    private @Nullable Brain brain;

    SimulatedControlPlane(World world, Disk.Maker disks) {
        this.world = world;
        this.clock = new SkewedClock(world.events());
        this.calls = new StoreCalls(world, disks);
        FaultyStore commands = new FaultyStore(world, calls, clock);
        this.stores = new Brain.Stores(commands, new FaultyBroadcastStore(world, calls, commands));
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
    SatelliteKey register(SatelliteId id) {
        Fleet fleet =
                new Fleet(fleetStore, new OpenSeal(), clock, world.chance().random(), SILENCE);
        String token = fleet.tokens().create(Caller.FIRST, TokenRequest.of(id)).token();
        return fleet.register(token, new RegistrationRequest(id, SatelliteProfile.of("1", "simulated")));
    }

    void start() {
        Life life = new Life();
        Executor logic = task -> after(world.chance().skewed(Duration.ZERO, Duration.ofMillis(50)), life, task);
        Fleet fleet =
                new Fleet(fleetStore, new OpenSeal(), clock, world.chance().random(), SILENCE);
        Brain next = Brain.wire(world, stores, fleet, clock, life, logic);
        brain = next;
        world.note("control plane starts");
        if (!world.has(Defect.NO_UPKEEP)) {
            next.duties().forEach(duty -> schedule(duty, life));
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

    void broadcast(SimulatedCall<Broadcast> call, Function<BroadcastDesk, Broadcast> wish) {
        serve(call, current -> call.reply(wish.apply(current.broadcasts())));
    }

    void poll(SimulatedCall<Deliveries> call, String credential, Poll poll) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            SessionRequest request =
                    new SessionRequest(poll.session(), Math.min(poll.max(), BATCH_MAX), Set.copyOf(poll.cancelling()));
            DeliverySession session =
                    current.sessions().open(current.shared(), satellite, request, new SimulatedSink(call));
            Runnable finish = guarded(() -> session.finish(new SessionEnd.Finished()));
            call.onGone(finish);
            after(poll.waitMax(), current.life(), finish);
        });
    }

    void report(SimulatedCall<Receipt> call, String credential, Report report) {
        serve(call, current -> {
            Satellite satellite = authenticated(current, credential);
            call.reply(current.reports().take(satellite.id(), report));
        });
    }

    private static Satellite authenticated(Brain current, String credential) {
        Satellite satellite = current.fleet()
                .authenticate(credential)
                .orElseThrow(() -> new Violation("a registered satellite is recognised", "its key is not"));
        Violation.unless(current.fleet().saw(satellite.id()), "a registered satellite is seen", satellite.id());
        return satellite;
    }

    private void serve(SimulatedCall<?> call, Consumer<Brain> handler) {
        Brain current = brain;
        if (current == null) {
            call.fail("connection refused");
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
        Duration rhythm = world.plan().size().busy().dividedBy(DUTY_RUNS_MAX);
        Duration period = rhythm.compareTo(duty.period()) > 0 ? rhythm : duty.period();
        after(period, life, () -> {
            try {
                duty.run();
            } catch (StoreUnavailable | OutcomeUnknown e) {
                world.note(duty.name() + " fails: " + e.getMessage());
            }
            schedule(duty, life);
        });
    }

    private void after(Duration delay, Life life, Runnable action) {
        world.after(delay, Side.CONTROL_PLANE, life, guarded(action));
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
