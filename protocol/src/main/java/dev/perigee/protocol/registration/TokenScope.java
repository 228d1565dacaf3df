package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whose whoever registers with a token becomes: nobody's in particular, or one team's. The token says so at its
/// beginning, for whoever has to sort tokens, and in what is signed, which counts.
public enum TokenScope {
    GLOBAL("perigee_satellite_global_", Duration.ofHours(1), Duration.ofHours(24)),
    TEAM("perigee_satellite_team_", Duration.ofHours(24), Duration.ofHours(72));

    private final String prefix;
    private final Duration expiresDefault;
    private final Duration expiresMax;

    TokenScope(String prefix, Duration expiresDefault, Duration expiresMax) {
        this.prefix = prefix;
        this.expiresDefault = expiresDefault;
        this.expiresMax = expiresMax;
    }

    /// As which `token` gives itself out.
    public static Optional<TokenScope> claimedBy(String token) {
        return Arrays.stream(values())
                .filter(scope -> token.startsWith(scope.prefix))
                .findFirst();
    }

    public static Optional<TokenScope> of(String wireName) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName().equals(wireName))
                .findFirst();
    }

    public String prefix() {
        return prefix;
    }

    public Duration expiresDefault() {
        return expiresDefault;
    }

    public Duration expiresMax() {
        return expiresMax;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
