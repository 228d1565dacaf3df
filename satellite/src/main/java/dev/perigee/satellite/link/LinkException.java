package dev.perigee.satellite.link;

import java.time.Duration;

/// The control plane could not be reached, or would not answer as asked. The call may be made again.
public final class LinkException extends Exception {
    private final Duration retryAfter;

    public LinkException(String message, Throwable cause) {
        super(message, cause);
        this.retryAfter = Duration.ZERO;
    }

    public LinkException(String message) {
        this(message, Duration.ZERO);
    }

    /// The control plane wants to be left alone for so long.
    public LinkException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /// How long the control plane wants to be left alone; zero when it does not say.
    public Duration retryAfter() {
        return retryAfter;
    }
}
