package dev.perigee.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Ulid;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// An event's id, which its source gives to no other: by source and id it is known when it comes again.
public record EventId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new BadValue("id", value, "1 to 64 printable ASCII characters without blanks");
        }
    }

    /// A new id for `epochMillis`, a ULID, with its random part from `random`.
    public static EventId create(long epochMillis, RandomGenerator random) {
        return new EventId(Ulid.create(epochMillis, random));
    }

    @Override
    public String toString() {
        return value;
    }
}
