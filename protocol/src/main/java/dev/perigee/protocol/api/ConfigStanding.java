package dev.perigee.protocol.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which configuration a satellite is to have, which it said last that it has, and why it would not take another; as
/// hashes. Without `reported` it has never said; `driftingSince` is absent when it has what it is to have.
public record ConfigStanding(
        String desired,
        @Nullable String reported,
        @Nullable Long revision,
        @Nullable String error,
        @Nullable Instant reportedAt,
        @Nullable Instant driftingSince) {}
