package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Explanation.Reason;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Why a command ended as it did.
record WhyEnded(Command command) {
    List<Reason> reasons() {
        CommandStatus status = command.status();
        List<Reason> reasons = new ArrayList<>();
        reasons.add(status.result().map(this::of).orElseGet(this::withoutResult));
        boolean otherwise = status.state() != CommandState.CANCELLED;
        status.cancelRequest()
                .filter(_ -> otherwise)
                .ifPresent(wish -> reasons.add(Rule.CANCELLED_TOO_LATE.at(
                        wish.at(),
                        wish.caller() + " wished it cancelled at " + wish.at() + ", but this is what it came to")));
        return List.copyOf(reasons);
    }

    private Reason of(Result result) {
        Instant at = command.status().changedAt();
        String where = "satellite \"" + command.satellite() + "\"";
        return switch (result) {
            case Result.Completed completed ->
                Rule.COMPLETED.at(
                        at,
                        "it ran to its end on " + where + " in " + completed.durationMillis() + " ms, with exit code "
                                + completed.exitCode());
            case Result.Failed(var code, String message) ->
                Rule.FAILED.at(at, where + " did not run it: " + code.wireName() + ": " + message);
            case Result.Unsupported(String type) ->
                Rule.UNSUPPORTED.at(at, where + " does not know commands of type \"" + type + "\"");
            case Result.TimedOut timedOut ->
                Rule.TIMED_OUT.at(
                        at,
                        "its timeout of " + Durations.format(command.terms().timeout()) + " ran out on " + where
                                + ", which ended it after " + timedOut.durationMillis() + " ms");
            case Result.Interrupted interrupted ->
                Rule.INTERRUPTED.at(
                        at,
                        interrupted.reason()
                                + (command.terms().idempotent()
                                        ? ""
                                        : "; it is not idempotent, so it is not run again"));
            case Result.Cancelled cancelled -> Rule.CANCELLED.at(at, cancelled(where, cancelled));
        };
    }

    private String cancelled(String where, Result.Cancelled cancelled) {
        String caller = command.status()
                .cancelRequest()
                .map(wish -> wish.caller() + " wished it cancelled at " + wish.at())
                .orElse("it was cancelled");
        return caller
                + (cancelled.equals(Result.Cancelled.NEVER_BEGUN)
                        ? "; " + where + " did not begin it"
                        : "; " + where + " ended it after " + cancelled.durationMillis() + " ms");
    }

    private Reason withoutResult() {
        CommandStatus status = command.status();
        String reason = status.reason() == null ? "" : status.reason();
        return switch (status.state()) {
            case EXPIRED ->
                Rule.EXPIRED.at(
                        status.changedAt(),
                        reason + "; it expired at " + command.terms().expiresAt());
            case DEAD_LETTERED ->
                Rule.DEAD_LETTERED.at(
                        status.changedAt(),
                        reason + "; its attempts are used up, and `perigee redrive " + command.id()
                                + "` submits it once more");
            case CANCELLED -> Rule.CANCELLED.at(status.changedAt(), reason);
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, QUEUED, LEASED, ACKNOWLEDGED ->
                throw new IllegalStateException(status.state() + " without a result: " + command.id());
        };
    }
}
