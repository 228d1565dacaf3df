package dev.perigee.testkit.store;

import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Registration tokens for tests, told apart by a word.
public final class SampleToken {
    private SampleToken() {}

    /// The same for the same word.
    public static TokenId id(String word) {
        return TokenId.create(SampleCommand.START.toEpochMilli(), new SplittableRandom(word.hashCode()));
    }

    public static RegistrationToken of(
            TokenId id, Instant expiresAt, @Nullable SatelliteId only, @Nullable TeamName team) {
        return new RegistrationToken(id, expiresAt, only, team, "ada", SampleCommand.START);
    }
}
