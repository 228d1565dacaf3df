package dev.perigee.protocol.problem;

import java.util.Locale;

/// An RFC 9457 problem, `application/problem+json`. `detail` names the offending value and what was expected; `code` is
/// stable; `retryable` says whether the same request can succeed later.
public record Problem(String type, String title, int status, String detail, String code, boolean retryable) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemType type, String detail) {
        String title = type.name().charAt(0)
                + type.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Problem(
                "urn:perigee:problem:" + type.code(),
                title,
                type.status(),
                detail,
                type.code(),
                type.retry() == ProblemType.Retry.LATER);
    }
}
