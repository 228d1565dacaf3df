package dev.perigee.satellite.link;

/// The control plane could not be reached, or would not answer as asked. The call may be made again.
public final class LinkException extends Exception {
    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }

    public LinkException(String message) {
        super(message);
    }
}
