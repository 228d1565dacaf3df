package dev.perigee.gateway.upstream;

/// Why a connection is no more. `explanation` is for people and holds no secret.
public record Loss(Cause cause, String explanation) {
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
        STALLED
    }
}
