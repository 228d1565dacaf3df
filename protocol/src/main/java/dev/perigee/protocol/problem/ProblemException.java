package dev.perigee.protocol.problem;

/// A request that cannot be served, with what the caller is told. Carries no stack trace: it is an answer, not a
/// defect.
public final class ProblemException extends RuntimeException {
    private final ProblemType type;

    public ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }

    public Problem problem() {
        return Problem.of(type, String.valueOf(getMessage()));
    }
}
