package dev.perigee.control;

/// A store lost sight of a commit that was under way, and cannot say whether it was done. Unlike with
/// `StoreUnavailable`, what was asked may have happened.
public final class OutcomeUnknown extends RuntimeException {
    public OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
