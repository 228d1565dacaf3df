package dev.perigee.testkit.simulation;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import java.time.Duration;

/// What one run of a command does: how long it takes and what it comes to. No two runs of a program have the same
/// output.
record Program(Duration duration, Result result) {
    private static final Duration CALM_MAX = Duration.ofMillis(300);
    private static final Duration LONG_MAX = Duration.ofMinutes(10);

    /// What a run came to that was cancelled.
    static Result cutShort(CommandId command) {
        return new Result.Cancelled(Output.of("the beginning of " + command), Output.EMPTY, 1);
    }

    static Program draw(World world, Delivery delivery, int number) {
        if (delivery.spec() instanceof CommandSpec.Ping) {
            return new Program(Duration.ZERO, new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0));
        }
        Chance chance = world.chance();
        boolean calm = world.plan().lane().isCalm();
        Duration duration = chance.skewed(Duration.ofMillis(1), calm ? CALM_MAX : LONG_MAX);
        Output output = Output.of("run " + number + " of " + delivery.command());
        if (duration.compareTo(delivery.timeout()) >= 0) {
            return new Program(
                    delivery.timeout(),
                    new Result.TimedOut(output, Output.EMPTY, delivery.timeout().toMillis()));
        }
        if (!calm && chance.of(0.1)) {
            return new Program(Duration.ZERO, new Result.Failed(FailureCode.START_FAILED, "run " + number));
        }
        return new Program(
                duration, new Result.Completed(chance.between(0, 3), output, Output.EMPTY, duration.toMillis()));
    }
}
