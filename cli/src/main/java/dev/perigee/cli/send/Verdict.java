package dev.perigee.cli.send;

import dev.perigee.cli.shell.ExitCode;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;

/// What the end of a command means for the one who sent it: the exit code, why when it is not the program's own, and
/// what the program wrote.
record Verdict(int exitCode, String why, Output stdout, Output stderr, long durationMillis) {
    static Verdict of(CommandView command) {
        String name = "command " + command.id() + " on " + command.to() + " ";
        return switch (command.state()) {
            case CANCELLED ->
                command.result() == null
                        ? failed(name + "was cancelled: " + command.reason())
                        : ofResult(name, command, command.result());
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED ->
                command.result() == null
                        ? failed(name + "ended as " + command.state().wireName() + " without a result")
                        : ofResult(name, command, command.result());
            case EXPIRED ->
                failed(name + "expired: expected the satellite to acknowledge it within "
                        + Durations.format(Duration.between(command.submittedAt(), command.expiresAt())));
            case DEAD_LETTERED ->
                failed(name + "was given up after " + command.attempts()
                        + " deliveries: expected the satellite to acknowledge one");
            case QUEUED, LEASED, ACKNOWLEDGED ->
                failed(name + "is still " + command.state().wireName()
                        + ": expected its end by now; ask later with `perigee command " + command.id() + "`");
        };
    }

    private static Verdict ofResult(String name, CommandView command, Result result) {
        return switch (result) {
            case Result.Completed(int exitCode, Output stdout, Output stderr, long millis) ->
                new Verdict(exitCode, "", stdout, stderr, millis);
            case Result.Failed(var code, String message) ->
                failed(name + "failed: " + code.wireName() + ": " + message);
            case Result.TimedOut(Output stdout, Output stderr, long millis) ->
                new Verdict(
                        ExitCode.TIMED_OUT,
                        name + "timed out: expected it to end within " + Durations.format(command.timeout()),
                        stdout,
                        stderr,
                        millis);
            case Result.Interrupted(String reason, Output stdout, Output stderr) ->
                new Verdict(
                        ExitCode.PERIGEE_FAILED,
                        name + "was interrupted and is not run again: " + reason,
                        stdout,
                        stderr,
                        -1);
            case Result.Cancelled(Output stdout, Output stderr, long millis) ->
                new Verdict(ExitCode.PERIGEE_FAILED, name + "was cancelled", stdout, stderr, millis);
            case Result.Unsupported(String type) ->
                failed(name + "failed: unsupported: the satellite does not know commands of type \"" + type + "\"");
        };
    }

    private static Verdict failed(String why) {
        return new Verdict(ExitCode.PERIGEE_FAILED, why, Output.EMPTY, Output.EMPTY, -1);
    }

    /// Whether the program ran to its end, whatever its exit code.
    boolean completed() {
        return why.isEmpty();
    }
}
