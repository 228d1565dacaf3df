package dev.perigee.testkit.store;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.CommandLifecycle;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Redelivery;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Moves as the lifecycle makes them, to try a store with.
public final class SampleMove {
    public static final Result COMPLETED = new Result.Completed(0, Output.of("done\n"), Output.EMPTY, 12);

    static final CommandLifecycle LIFECYCLE = new CommandLifecycle(
            new Redelivery(Duration.ofSeconds(1), Duration.ofSeconds(1)), Duration.ofSeconds(15), Duration.ofHours(1));

    private SampleMove() {}

    public static Decision.Move leased(Command command, Instant until) {
        return decide(command, new CommandEvent.Claimed(until), SampleCommand.START);
    }

    public static Decision.Move acknowledged(Command command, Instant at) {
        return decide(command, new CommandEvent.Acknowledged(), at);
    }

    public static Decision.Move ended(Command command, Result result) {
        return decide(command, new CommandEvent.Ended(result), SampleCommand.START.plusSeconds(5));
    }

    /// Applies one move, which the store must not refuse, and returns the command as it is then.
    public static Command apply(CommandStore store, Decision.Move move) {
        if (!store.apply(List.of(move)).equals(List.of(true))) {
            throw new AssertionError("refused: " + move);
        }
        return move.moved();
    }

    /// Applies what `event` at `now` makes of `command`, and returns it as it is then.
    public static Command decided(CommandStore store, Command command, CommandEvent event, Instant now) {
        return apply(store, decide(command, event, now));
    }

    private static Decision.Move decide(Command command, CommandEvent event, Instant now) {
        return switch (LIFECYCLE.decide(command, event, now)) {
            case Decision.Move move -> move;
            case Decision.Stay(Command stays) -> throw new AssertionError(event + " does not move " + stays);
        };
    }
}
