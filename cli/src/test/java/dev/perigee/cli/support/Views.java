package dev.perigee.cli.support;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commands as the control plane would show them.
public final class Views {
    public static final CommandId ID = new CommandId("01arz3ndektsv4rrffq69g5fav");
    public static final Instant SUBMITTED = Instant.parse("2026-01-01T00:00:00Z");

    private Views() {}

    /// `echo hello` on `local`, in a state without a result.
    public static CommandView in(CommandState state) {
        return view(echo(), state, null);
    }

    /// The same with another id.
    public static CommandView in(CommandId id, CommandState state) {
        return view(id, echo(), state, 1, null, null);
    }

    /// Cancelled without a result, after so many deliveries.
    public static CommandView cancelled(int attempts, String reason) {
        return view(ID, echo(), CommandState.CANCELLED, attempts, reason, null);
    }

    public static CommandView in(Submission submission, CommandState state) {
        return view(ID, submission, state, 1, null, null);
    }

    public static CommandView ended(Result result) {
        return view(echo(), result.state(), result);
    }

    public static CommandView ended(Submission submission, Result result) {
        return view(submission, result.state(), result);
    }

    public static Result.Completed completed(int exitCode, String stdout) {
        return new Result.Completed(exitCode, Output.of(stdout), Output.EMPTY, 12);
    }

    public static Output output(byte... bytes) {
        return new Output(bytes, bytes.length);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Submission echo() {
        return Submission.of(new SatelliteId("local"), new CommandSpec.Exec("echo", List.of("hello"), Map.of(), null));
    }

    private static CommandView view(Submission submission, CommandState state, @Nullable Result result) {
        return view(ID, submission, state, 1, null, result);
    }

    private static CommandView view(
            CommandId id,
            Submission submission,
            CommandState state,
            int attempts,
            @Nullable String reason,
            @Nullable Result result) {
        return new CommandView(
                id,
                submission.to(),
                state,
                submission.command(),
                submission.priority(),
                SUBMITTED,
                SUBMITTED.plus(submission.ttl()),
                SUBMITTED,
                submission.timeout(),
                submission.idempotent(),
                attempts,
                3,
                submission.key(),
                submission.correlation(),
                null,
                submission.notBefore(),
                null,
                null,
                null,
                reason,
                result);
    }
}
