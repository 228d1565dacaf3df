package dev.perigee.protocol.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of tokens and keys. None of these holds a secret; `by` is the operator who had it done.
public sealed interface AccessEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("token.created", TokenCreated.class),
            Map.entry("operator.created", OperatorCreated.class),
            Map.entry("operator.revoked", OperatorRevoked.class),
            Map.entry("signing_key.rotated", SigningKeyRotated.class));

    @Override
    default String type() {
        return switch (this) {
            case TokenCreated _ -> "token.created";
            case OperatorCreated _ -> "operator.created";
            case OperatorRevoked _ -> "operator.revoked";
            case SigningKeyRotated _ -> "signing_key.rotated";
        };
    }

    /// A registration token was given out, for one satellite or for any.
    record TokenCreated(
            @Nullable String satellite,
            @Nullable Instant expiresAt,
            @Nullable String by) implements AccessEvent {}

    /// An operator got a key.
    record OperatorCreated(
            @Nullable String name,
            @Nullable String role,
            @Nullable Instant expiresAt,
            @Nullable String by) implements AccessEvent {}

    /// An operator's key opens nothing any more.
    record OperatorRevoked(@Nullable String name, @Nullable String by) implements AccessEvent {}

    /// The control plane signs with another key, of this id.
    record SigningKeyRotated(@Nullable String key, @Nullable String by) implements AccessEvent {}
}
