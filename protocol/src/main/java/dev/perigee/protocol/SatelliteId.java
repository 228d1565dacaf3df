package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The name a satellite declares for itself and keeps: 1 to 63 of `a-z 0-9 _ -`, beginning with a letter or a digit.
public record SatelliteId(@JsonValue String value) implements Comparable<SatelliteId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SatelliteId {
        if (!FORM.matcher(value).matches()) {
            throw new BadValue("satellite", value, "1 to 63 of a-z, 0-9, _ and -, beginning with a letter or a digit");
        }
    }

    @Override
    public int compareTo(SatelliteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
