package dev.perigee.server;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.http.Problems;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the failures of the control plane's stores are on the wire, beside those that every edge has.
final class ServerProblems implements Problems {
    private static final Logger log = LoggerFactory.getLogger(ServerProblems.class);

    @Override
    public Problem of(Throwable failure) {
        return switch (failure) {
            case StoreUnavailable unavailable -> {
                log.atError().setCause(unavailable).log("the store is unavailable");
                yield Problem.of(
                        ProblemType.STORAGE_UNAVAILABLE, "the control plane cannot write: " + unavailable.getMessage());
            }
            case OutcomeUnknown unknown -> {
                log.atError().setCause(unknown).log("the store lost sight of a commit");
                yield Problem.of(ProblemType.OUTCOME_UNKNOWN, String.valueOf(unknown.getMessage()));
            }
            default -> COMMON.of(failure);
        };
    }
}
