package dev.perigee.cli.operate;

import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import org.jspecify.annotations.Nullable;

/// What became of a command that was to be cancelled, in words.
final class Ending {
    private Ending() {}

    static String of(CommandView command) {
        return command.state() == CommandState.CANCELLED ? cancelled(command) : otherwise(command);
    }

    private static String cancelled(CommandView command) {
        if (command.result() instanceof Result.Cancelled result) {
            return result.equals(Result.Cancelled.NEVER_BEGUN)
                    ? "cancelled before it began"
                    : "cancelled while it ran, after " + result.durationMillis() + " ms";
        }
        return command.attempts() == 0 ? "cancelled before it was delivered" : String.valueOf(command.reason());
    }

    private static String otherwise(CommandView command) {
        String exitCode = exitCode(command.result());
        return command.state().wireName().replace('_', ' ') + " before the cancellation arrived" + exitCode;
    }

    private static String exitCode(@Nullable Result result) {
        return result instanceof Result.Completed completed ? " (exit code " + completed.exitCode() + ")" : "";
    }
}
