package dev.perigee.testkit.simulation;

import dev.perigee.control.access.Caller;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.rollout.RolloutView;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Those who change layers, at once or by rollouts, go back, and pause, resume and abort. Who gets no answer, or is
/// refused, leaves it at that; whoever pauses a rollout resumes it in the end.
final class SimulatedConfigurers implements Strand {
    private static final String CALLER = "keeper";
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
    private static final List<String> WAVES = List.of("1", "1,3", "50%", "2,80%", "100%");

    private final World world;
    private final SimulatedControlPlane controlPlane;
    private final SimulatedNetwork network;
    private int planned;
    private int documents;

    SimulatedConfigurers(World world, SimulatedControlPlane controlPlane, SimulatedNetwork network) {
        this.world = world;
        this.controlPlane = controlPlane;
        this.network = network;
    }

    @Override
    public void begin() {
        planned = world.plan().size().changes();
        for (int i = 0; i < planned; i++) {
            later(world.chance().between(Duration.ZERO, world.plan().size().busy()), () -> {
                planned--;
                change();
            });
        }
    }

    @Override
    public boolean isIdle() {
        return planned == 0 && world.books().configs().isIdle();
    }

    private void change() {
        Chance chance = world.chance();
        ConfigScope scope = scope();
        long expected = world.books().configs().newest(scope);
        if (chance.of(0.2)) {
            send(
                    CALLER + " takes " + scope.text() + " back",
                    brain -> brain.configs()
                            .rollback(
                                    new ConfigDesk.Rollback(scope, null, CALLER, null),
                                    expected,
                                    brain.fleet().list(Caller.FIRST)),
                    _ -> {});
            return;
        }
        ConfigDesk.Draft draft = new ConfigDesk.Draft(scope, document(), CALLER, null);
        if (chance.of(0.4)) {
            send(
                    CALLER + " changes " + scope.text(),
                    brain -> brain.configs().put(draft, expected, brain.fleet().list(Caller.FIRST)),
                    _ -> {});
        } else {
            rollOut(draft, expected);
        }
    }

    private void rollOut(ConfigDesk.Draft draft, long expected) {
        Chance chance = world.chance();
        RolloutPlan plan = new RolloutPlan(
                RolloutPlan.waves(chance.pick(WAVES)),
                chance.skewed(Duration.ofSeconds(30), Duration.ofMinutes(10)),
                Portion.of(chance.of(0.2) ? 1 : 0));
        this.<RolloutView>send(
                CALLER + " rolls out " + draft.scope().text(),
                brain -> brain.rollouts().start(draft, expected, plan),
                answer -> {
                    if (answer instanceof Answer.Given<RolloutView>(RolloutView view)) {
                        operate(view.id());
                    }
                });
    }

    private void operate(RolloutId id) {
        Chance chance = world.chance();
        for (int wishes = chance.between(0, 2); wishes > 0; wishes--) {
            Duration soon = chance.skewed(Duration.ZERO, Duration.ofMinutes(10));
            if (chance.of(0.75)) {
                later(
                        soon,
                        () -> send(
                                CALLER + " pauses " + id,
                                brain -> brain.rollouts().pause(CALLER, id)));
            } else {
                later(
                        soon,
                        () -> send(
                                CALLER + " aborts " + id,
                                brain -> brain.rollouts().abort(CALLER, id)));
            }
        }
        resumeInTheEnd(id);
    }

    private void resumeInTheEnd(RolloutId id) {
        later(LOOK_EVERY, () -> {
            Rollout rollout = world.books().configs().rollout(id);
            if (rollout.status().state() == RolloutState.PAUSED) {
                send(CALLER + " resumes " + id, brain -> brain.rollouts().resume(CALLER, id));
            }
            if (!rollout.status().state().isTerminal()) {
                resumeInTheEnd(id);
            }
        });
    }

    private void send(String what, Function<Brain, RolloutView> wish) {
        send(what, wish, _ -> {});
    }

    private <T> void send(String what, Function<Brain, T> wish, Consumer<Answer<T>> told) {
        network.send(what, Side.CONTROL_PLANE, () -> {
            world.note(what);
            SimulatedCall<T> call = new SimulatedCall<>(what, network, Side.CALLER, told);
            controlPlane.ask(call, wish);
        });
    }

    private ConfigScope scope() {
        Chance chance = world.chance();
        if (chance.of(0.6)) {
            return new ConfigScope.Global();
        }
        int satellite = chance.between(1, world.plan().size().satellites());
        return chance.of(0.7)
                ? new ConfigScope.Group(SimulatedControlPlane.GROUPS.get(satellite % 2))
                : new ConfigScope.One(new SatelliteId("sat-" + satellite));
    }

    private ConfigDocument document() {
        String name = (world.chance().of(0.3) ? Configuring.BAD : "good") + "-" + ++documents;
        return ConfigDocument.parse("{\"exec\":{\"allow\":[\"" + name + "\"]}}");
    }

    private void later(Duration delay, Runnable action) {
        world.after(delay, Side.CALLER, World.ALWAYS, action);
    }
}
