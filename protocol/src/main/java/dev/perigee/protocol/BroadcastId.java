package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A broadcast's id, a ULID: 26 characters that sort by the time they were made.
public record BroadcastId(@JsonValue String value) implements Comparable<BroadcastId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BroadcastId {
        Ulid.check("broadcast id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static BroadcastId create(long epochMillis, RandomGenerator random) {
        return new BroadcastId(Ulid.create(epochMillis, random));
    }

    @Override
    public int compareTo(BroadcastId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
