package dev.perigee.testkit.simulation;

import dev.perigee.control.access.Caller;
import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.Target;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Those who ask for broadcasts, as often as it takes, and pause, resume and abort them. Whoever pauses one resumes
/// it in the end.
final class SimulatedBroadcasters implements Strand {
    private static final String CALLER = "deployer";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);

    private final World world;
    private final SimulatedControlPlane controlPlane;
    private final SimulatedNetwork network;
    private int asking;

    private static final class Request {
        private final BroadcastRequest broadcast;
        private final String key;
        private boolean over;

        private Request(BroadcastRequest broadcast, String key) {
            this.broadcast = broadcast.withKey(key);
            this.key = key;
        }
    }

    SimulatedBroadcasters(World world, SimulatedControlPlane controlPlane, SimulatedNetwork network) {
        this.world = world;
        this.controlPlane = controlPlane;
        this.network = network;
    }

    @Override
    public void begin() {
        for (int i = 1; i <= world.plan().size().broadcasts(); i++) {
            asking++;
            Duration when =
                    world.chance().between(Duration.ZERO, world.plan().size().busy());
            Request request = new Request(draw(when), "broadcast-" + i);
            later(when, () -> submit(request));
        }
    }

    /// Whether everybody has an answer.
    @Override
    public boolean isIdle() {
        return asking == 0 && world.books().broadcasts().live() == 0;
    }

    private void submit(Request request) {
        String what = CALLER + " submits " + request.key;
        send(what, desk -> accepted(desk, request), answer -> {
            if (answer instanceof Answer.Given<Broadcast>(Broadcast broadcast)) {
                world.books().broadcasts().answered(CALLER, request.key, broadcast.id());
                if (!request.over) {
                    request.over = true;
                    asking--;
                    operate(broadcast.id());
                }
            } else if (answer.equals(new Answer.Failed<Broadcast>(ProblemType.TARGET_EMPTY.code())) && !request.over) {
                request.over = true;
                asking--;
            }
        });
        later(ANSWER_MAX, () -> {
            if (!request.over) {
                submit(request);
            }
        });
    }

    private static Broadcast accepted(BroadcastDesk desk, Request request) {
        return switch (desk.submit(new Caller(CALLER, Role.OPERATOR, null), request.broadcast)) {
            case Acceptance.Accepted(Broadcast broadcast) -> broadcast;
            case Acceptance.Repeated(Broadcast first) -> first;
            case Acceptance.Full _ -> throw new ProblemException(ProblemType.TOO_MANY_BROADCASTS, "too many");
        };
    }

    private void operate(BroadcastId id) {
        Chance chance = world.chance();
        for (int wishes = chance.between(0, 4); wishes > 0; wishes--) {
            if (chance.of(0.7)) {
                later(soon(), () -> send(CALLER + " pauses " + id, desk -> desk.pause(CALLER, id), _ -> {}));
            } else if (!world.plan().lane().isCalm()) {
                later(soon(), () -> send(CALLER + " aborts " + id, desk -> desk.abort(CALLER, id), _ -> {}));
            }
            resumeInTheEnd(id);
        }
    }

    private void resumeInTheEnd(BroadcastId id) {
        later(LOOK_EVERY, () -> {
            BroadcastState state = world.books().broadcasts().state(id);
            if (state == BroadcastState.PAUSED) {
                send(CALLER + " resumes " + id, desk -> desk.resume(CALLER, id), _ -> {});
            }
            if (!state.isTerminal()) {
                resumeInTheEnd(id);
            }
        });
    }

    private void send(String what, Function<BroadcastDesk, Broadcast> wish, Consumer<Answer<Broadcast>> told) {
        network.send(what, Side.CONTROL_PLANE, () -> {
            world.note(what);
            SimulatedCall<Broadcast> call = new SimulatedCall<>(what, network, Side.CALLER, told);
            controlPlane.broadcast(call, wish);
        });
    }

    private BroadcastRequest draw(Duration when) {
        Chance chance = world.chance();
        boolean calm = world.plan().lane().isCalm();
        CommandSpec spec = chance.of(0.2)
                ? new CommandSpec.Ping()
                : new CommandSpec.Exec("program", List.of("-b"), Map.of(), null);
        return new BroadcastRequest(
                chance.of(0.9)
                        ? new Target.All()
                        : new Target.One(new SatelliteId(
                                "sat-" + chance.between(1, world.plan().size().satellites()))),
                spec,
                chance.pick(List.of(Priority.values())),
                calm ? Duration.ofHours(1) : chance.skewed(Duration.ofSeconds(5), Duration.ofHours(2)),
                chance.skewed(Duration.ofSeconds(1), Duration.ofMinutes(30)),
                chance.of(0.3),
                null,
                chance.of(0.2) ? chance.between(1, 5) : null,
                chance.of(0.2) ? controlPlane.clock().instant().plus(when).plus(soon()) : null,
                null,
                chance.of(0.8),
                portion(chance.between(0, 3)),
                chance.of(0.4) ? Portion.of(chance.between(0, 2)) : null);
    }

    private static @Nullable Portion portion(int amount) {
        return amount == 0 ? null : Portion.of(amount);
    }

    private Duration soon() {
        return world.chance().skewed(Duration.ZERO, Duration.ofMinutes(20));
    }

    private void later(Duration delay, Runnable action) {
        world.after(delay, Side.CALLER, World.ALWAYS, action);
    }
}
