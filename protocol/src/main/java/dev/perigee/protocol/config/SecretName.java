package dev.perigee.protocol.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.regex.Pattern;

/// What a secret is called: 1 to 64 of a-z, A-Z, 0-9, `.`, `_` and `-`, beginning with a letter or a digit.
public record SecretName(@JsonValue String value) implements Comparable<SecretName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SecretName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new BadValue(
                    "name of the secret",
                    String.valueOf(value),
                    "1 to 64 of a-z, A-Z, 0-9, ., _ and -, beginning with a letter or a digit");
        }
    }

    @Override
    public int compareTo(SecretName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
