package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A rollout's id, a ULID: 26 characters that sort by the time they were made.
public record RolloutId(@JsonValue String value) implements Comparable<RolloutId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RolloutId {
        Ulid.check("rollout id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static RolloutId create(long epochMillis, RandomGenerator random) {
        return new RolloutId(Ulid.create(epochMillis, random));
    }

    @Override
    public int compareTo(RolloutId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
