package dev.perigee.http;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each failure is on the wire. What nobody expected is logged, and the caller learns nothing of its inside.
@FunctionalInterface
public interface Problems {
    /// Of those failures that every edge has.
    Problems COMMON = failure -> switch (failure) {
        case ProblemException expected -> expected.problem();
        case BadValue bad -> Problem.of(ProblemType.INVALID_REQUEST, String.valueOf(bad.getMessage()));
        default -> unexpected(failure);
    };

    Problem of(Throwable failure);

    private static Problem unexpected(Throwable failure) {
        Logger log = LoggerFactory.getLogger(Problems.class);
        log.atError().setCause(failure).log("request failed");
        return Problem.of(ProblemType.INTERNAL, "this could not be done; the log here says why");
    }
}
