package dev.perigee.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
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

    @Override
    public String toString() {
        return value;
    }
}
