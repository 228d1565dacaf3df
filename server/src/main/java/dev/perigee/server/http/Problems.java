package dev.perigee.server.http;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each failure is on the wire. What nobody expected is logged, and the caller learns nothing of its inside.
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static Problem of(Throwable failure) {
        return switch (failure) {
            case ProblemException expected -> expected.problem();
            case BadValue bad -> Problem.of(ProblemType.INVALID_REQUEST, String.valueOf(bad.getMessage()));
            case StoreUnavailable unavailable -> {
                log.atError().setCause(unavailable).log("the store is unavailable");
                yield Problem.of(
                        ProblemType.STORAGE_UNAVAILABLE, "the control plane cannot write: " + unavailable.getMessage());
            }
            case OutcomeUnknown unknown -> {
                log.atError().setCause(unknown).log("the store lost sight of a commit");
                yield Problem.of(ProblemType.OUTCOME_UNKNOWN, String.valueOf(unknown.getMessage()));
            }
            default -> {
                log.atError().setCause(failure).log("request failed");
                yield Problem.of(ProblemType.INTERNAL, "the control plane failed to do this; its log says why");
            }
        };
    }
}
