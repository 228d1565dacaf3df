package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// By which a registration token is named without its secret, a ULID: 26 characters that sort by the time they were
/// made.
public record TokenId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TokenId {
        Ulid.check("token id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static TokenId create(long epochMillis, RandomGenerator random) {
        return new TokenId(Ulid.create(epochMillis, random));
    }

    @Override
    public String toString() {
        return value;
    }
}
