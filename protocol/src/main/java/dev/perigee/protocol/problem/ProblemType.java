package dev.perigee.protocol.problem;

import java.util.Locale;

/// Everything that can go wrong on a wire: a stable code, the HTTP status, and whether trying again can help.
public enum ProblemType {
    INVALID_REQUEST(400, Retry.NEVER),
    UNAUTHORIZED(401, Retry.NEVER),
    SIGNATURE_REFUSED(401, Retry.NEVER),
    REGISTRATION_TOKEN_UNKNOWN(401, Retry.NEVER),
    REGISTRATION_TOKEN_USED(401, Retry.NEVER),
    REGISTRATION_TOKEN_EXPIRED(401, Retry.NEVER),
    REGISTRATION_TOKEN_REVOKED(401, Retry.NEVER),
    /// It is no token, not signed by this control plane, or was made for something else.
    REGISTRATION_TOKEN_INVALID(401, Retry.NEVER),
    REGISTRATION_TOKEN_SCOPE(401, Retry.NEVER),
    FORBIDDEN(403, Retry.NEVER),
    /// There are secrets in the answer, and others could read them on their way.
    SECRETS_IN_CLEAR(403, Retry.LATER),
    ROUTE_UNKNOWN(404, Retry.NEVER),
    COMMAND_UNKNOWN(404, Retry.NEVER),
    SATELLITE_UNKNOWN(404, Retry.NEVER),
    BROADCAST_UNKNOWN(404, Retry.NEVER),
    SERVER_UNKNOWN(404, Retry.NEVER),
    OPERATOR_UNKNOWN(404, Retry.NEVER),
    CONFIG_UNKNOWN(404, Retry.NEVER),
    TOKEN_UNKNOWN(404, Retry.NEVER),
    WEBHOOK_UNKNOWN(404, Retry.NEVER),
    DELIVERY_UNKNOWN(404, Retry.NEVER),
    SECRET_UNKNOWN(404, Retry.NEVER),
    ROLLOUT_UNKNOWN(404, Retry.NEVER),
    TARGET_EMPTY(404, Retry.NEVER),
    METHOD_NOT_ALLOWED(405, Retry.NEVER),
    SATELLITE_EXISTS(409, Retry.NEVER),
    OPERATOR_EXISTS(409, Retry.NEVER),
    IDEMPOTENCY_KEY_REUSED(409, Retry.NEVER),
    COMMAND_NOT_DEAD(409, Retry.NEVER),
    BROADCAST_STATE(409, Retry.NEVER),
    TOKEN_USED(409, Retry.NEVER),
    TOO_MANY_WEBHOOKS(409, Retry.NEVER),
    ROLLOUT_ACTIVE(409, Retry.NEVER),
    ROLLOUT_STATE(409, Retry.NEVER),
    CONFIG_CONFLICT(412, Retry.NEVER),
    BODY_TOO_LARGE(413, Retry.NEVER),
    TARGET_TOO_LARGE(413, Retry.NEVER),
    CONFIG_REFUSED(422, Retry.NEVER),
    QUEUE_FULL(429, Retry.LATER),
    TOO_MANY_WAITS(429, Retry.LATER),
    TOO_MANY_REQUESTS(429, Retry.LATER),
    TOO_MANY_BROADCASTS(429, Retry.LATER),
    RATE_LIMITED(429, Retry.LATER),
    INTERNAL(500, Retry.LATER),
    /// The key that a secret is sealed with is not there, or what is kept is not what was sealed.
    SECRET_SEALED(500, Retry.LATER),
    /// It may have been done or not; with an idempotency key, asking again does it once.
    OUTCOME_UNKNOWN(500, Retry.LATER),
    DRAINING(503, Retry.LATER),
    IDENTITY_PROVIDER_UNAVAILABLE(503, Retry.LATER),
    STORAGE_UNAVAILABLE(507, Retry.LATER);

    /// Whether the same request can succeed later.
    public enum Retry {
        NEVER,
        LATER
    }

    private final int status;
    private final Retry retry;

    ProblemType(int status, Retry retry) {
        this.status = status;
        this.retry = retry;
    }

    /// The name on the wire, such as `satellite_unknown`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }
}
