package dev.perigee.testkit.simulation;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Priority;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Those who submit commands and wait for them. With an idempotency key they ask again until they are answered, and
/// sometimes once more; without one they give up.
final class SimulatedCallers implements Strand {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration HOLD_MAX = Duration.ofMinutes(30);
    private static final List<String> CALLERS = List.of("ada", "bob");

    private final World world;
    private final SimulatedControlPlane controlPlane;
    private final List<SimulatedSatellite> satellites;
    private final SimulatedNetwork network;
    private int asking;
    private int keys;

    /// One submission, asked as often as it takes.
    private static final class Request {
        private final String caller;
        private final Submission submission;
        private @Nullable CommandId answered;
        private boolean repeated;
        private boolean gaveUp;

        private Request(String caller, Submission submission) {
            this.caller = caller;
            this.submission = submission;
        }
    }

    SimulatedCallers(World world, SimulatedControlPlane controlPlane, List<SimulatedSatellite> satellites) {
        this.world = world;
        this.controlPlane = controlPlane;
        this.satellites = satellites;
        this.network = new SimulatedNetwork(world);
    }

    @Override
    public void begin() {
        Chance chance = world.chance();
        Plan.Size size = world.plan().size();
        Duration when = Duration.ZERO;
        for (int i = 0; i < size.submissions(); i++) {
            asking++;
            if (chance.of(size.spread())) {
                when = chance.between(Duration.ZERO, size.busy());
            }
            later(when, () -> submit(new Request(world.chance().pick(CALLERS), draw())));
        }
    }

    /// Whether everybody has an answer or has given up.
    @Override
    public boolean isIdle() {
        return asking == 0;
    }

    SimulatedNetwork network() {
        return network;
    }

    private void submit(Request request) {
        String what = request.caller + " submits to " + request.submission.to();
        network.send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<CommandId> call =
                    new SimulatedCall<>(what, network, Side.CALLER, answer -> answered(request, answer));
            controlPlane.submit(call, request.caller, request.submission);
        });
        later(ANSWER_MAX, () -> {
            if (request.answered == null) {
                if (request.submission.key() != null) {
                    world.note(request.caller + " asks again");
                    submit(request);
                } else {
                    request.gaveUp = true;
                    asking--;
                }
            }
        });
    }

    private void answered(Request request, Answer<CommandId> answer) {
        switch (answer) {
            case Answer.Given(CommandId id)
            when request.answered == null -> {
                request.answered = id;
                asking -= request.gaveUp ? 0 : 1;
                follow(request, id);
            }
            case Answer.Given(CommandId id) ->
                Violation.unless(
                        id.equals(request.answered) || request.submission.key() == null,
                        "a key leads to one command",
                        id);
            case Answer.Failed(String why) -> world.note(request.caller + " is refused: " + why);
        }
    }

    private void follow(Request request, CommandId id) {
        if (world.chance().of(0.5)) {
            await(id);
        }
        if (!world.plan().lane().isCalm() && world.chance().of(0.1)) {
            later(world.chance().skewed(Duration.ZERO, Duration.ofMinutes(10)), () -> cancel(request.caller, id));
        }
        while (!world.plan().lane().isCalm() && world.chance().of(0.3)) {
            later(world.chance().skewed(Duration.ofMinutes(1), Duration.ofHours(3)), () -> redrive(id));
        }
        if (request.submission.key() != null
                && !request.repeated
                && world.chance().of(0.3)) {
            request.repeated = true;
            later(world.chance().skewed(Duration.ZERO, Duration.ofMinutes(30)), () -> submit(request));
            if (world.chance().of(0.3)) {
                submitOther(request);
            }
        }
    }

    /// The same key for another request.
    private void submitOther(Request first) {
        Submission other = new Submission(
                first.submission.to(),
                new CommandSpec.Exec("other", List.of(), Map.of(), null),
                null,
                null,
                null,
                false,
                first.submission.key(),
                null,
                null,
                null);
        String what = first.caller + " uses a key again";
        network.send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<CommandId> call = new SimulatedCall<>(what, network, Side.CALLER, answer -> {
                world.note(what + ": " + answer);
                Violation.unless(answer instanceof Answer.Failed, "a key used for another request is refused", answer);
            });
            controlPlane.submit(call, first.caller, other);
        });
    }

    private void cancel(String caller, CommandId id) {
        String what = caller + " cancels " + id;
        network.send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<Command> call = new SimulatedCall<>(what, network, Side.CALLER, _ -> {});
            controlPlane.cancel(call, caller, id);
        });
    }

    /// Anybody may redrive what is dead; what is not is left as it is.
    private void redrive(CommandId id) {
        if (world.books().commands().command(id).status().state() != CommandState.DEAD_LETTERED) {
            return;
        }
        String caller = world.chance().pick(CALLERS);
        String what = caller + " redrives " + id;
        network.send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<CommandId> call = new SimulatedCall<>(what, network, Side.CALLER, answer -> {
                if (answer instanceof Answer.Given(CommandId next)) {
                    await(next);
                }
            });
            controlPlane.redrive(call, caller, id);
        });
    }

    private void await(CommandId id) {
        String what = "a wait for " + id;
        Duration patience = world.chance().skewed(Duration.ofMillis(10), Duration.ofMinutes(10));
        network.send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<Command> call = new SimulatedCall<>(what, network, Side.CALLER, _ -> {});
            controlPlane.await(call, id, patience);
        });
    }

    private Submission draw() {
        Chance chance = world.chance();
        boolean calm = world.plan().lane().isCalm();
        SatelliteId to = chance.pick(satellites).id();
        CommandSpec spec = chance.of(0.2)
                ? new CommandSpec.Ping()
                : new CommandSpec.Exec("program", List.of("-n", String.valueOf(chance.between(1, 9))), Map.of(), null);
        Duration ttl = calm
                ? chance.between(Duration.ofMinutes(2), Duration.ofHours(1))
                : chance.skewed(Submission.TTL_MIN, Duration.ofHours(2));
        Duration timeout = chance.skewed(calm ? Duration.ofSeconds(1) : Submission.TIMEOUT_MIN, Duration.ofMinutes(30));
        String key = chance.of(0.5) ? "key-" + ++keys : null;
        return new Submission(
                to,
                spec,
                chance.pick(List.of(Priority.values())),
                ttl,
                timeout,
                chance.of(0.3),
                key,
                chance.of(0.2) ? chance.between(1, 5) : null,
                chance.of(0.2) ? controlPlane.clock().instant().plus(chance.skewed(Duration.ZERO, HOLD_MAX)) : null,
                null);
    }

    private void later(Duration delay, Runnable action) {
        world.after(delay, Side.CALLER, World.ALWAYS, action);
    }
}
