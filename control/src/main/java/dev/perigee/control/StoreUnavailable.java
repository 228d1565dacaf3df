package dev.perigee.control;

/// A store that cannot do its work now: disk full, I/O error, closed. What was asked of it has not happened.
public final class StoreUnavailable extends RuntimeException {
    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
