package dev.perigee.gateway.upstream;

import dev.perigee.gateway.redaction.Redaction;
import org.jspecify.annotations.Nullable;

/// Why a connection is no more. `explanation` is for people and holds no secret; `exit` is there when a process
/// ended.
public record Loss(
        Cause cause, String explanation, @Nullable Exit exit) {
    private static final int EXPLANATION_MAX = 500;

    public Loss(Cause cause, String explanation) {
        this(cause, explanation, null);
    }

    /// The same without the values that may not be shown, and no longer than can be read. In this order: of a secret
    /// that was cut off nobody could tell what it is.
    Loss without(Redaction secrets) {
        return new Loss(cause, secrets.text(explanation, EXPLANATION_MAX), exit);
    }

    /// How a process ended: `signal` is 0, or what killed it, and then the code is 128 + signal. `oomKills`
    /// counts the processes of its tree that the kernel killed for memory.
    public record Exit(int code, int signal, int oomKills) {}

    public enum Cause {
        /// The gateway ended it.
        CLOSED,
        /// The server ended, or could not be reached.
        GONE,
        /// The server asked for credentials, or refused those it was shown.
        UNAUTHORIZED,
        /// The server no longer knows the session.
        SESSION_UNKNOWN,
        /// What the server sent is no MCP, or more of it than is taken.
        MISBEHAVED,
        /// The server took nothing for too long.
        STALLED,
        /// The server cannot be started the way it is configured.
        NOT_STARTED,
        /// The server may not be started now: it crashed too often, or there is no room for it. The explanation
        /// says what would help.
        UNAVAILABLE
    }
}
