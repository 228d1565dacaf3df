package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A command's id, a ULID: 26 characters that sort by the time they were made.
public record CommandId(@JsonValue String value) implements Comparable<CommandId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommandId {
        Ulid.check("command id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static CommandId create(long epochMillis, RandomGenerator random) {
        return new CommandId(Ulid.create(epochMillis, random));
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
