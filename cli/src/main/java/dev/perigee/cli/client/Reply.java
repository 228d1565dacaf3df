package dev.perigee.cli.client;

import dev.perigee.cli.shell.CliException;
import dev.perigee.protocol.problem.Problem;
import java.time.Duration;

/// What came back from the operator API.
public sealed interface Reply<T> {
    record Ok<T>(T value) implements Reply<T> {}

    /// The control plane said no, and if `retryAfter` is more than zero that it wants to be left alone for so long.
    record Refused<T>(Problem problem, Duration retryAfter) implements Reply<T> {}

    /// No answer. `reached` tells whether the request may have arrived.
    record Unreachable<T>(String reason, boolean reached) implements Reply<T> {}

    /// Whether the same request can succeed later.
    default boolean retryable() {
        return switch (this) {
            case Ok<T> _ -> false;
            case Refused<T>(Problem problem, var _) ->
                problem.retryable() || problem.status() == 429 || problem.status() >= 500;
            case Unreachable<T> _ -> true;
        };
    }

    /// How long to wait at least before the same request.
    default Duration pause() {
        return this instanceof Refused<T> refused ? refused.retryAfter() : Duration.ZERO;
    }

    /// The value, or the end of the program with what is wrong.
    default T orFail() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Refused<T>(Problem problem, var _) -> throw new CliException(problem.detail());
            case Unreachable<T> nobody -> throw new CliException(nobody.reason());
        };
    }
}
