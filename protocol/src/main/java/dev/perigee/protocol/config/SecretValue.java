package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;

/// What is secret, 8 to 65,536 characters: a shorter one could not be told from other text where it is to be hidden.
/// Prints as `***`.
public record SecretValue(String value) {
    public static final int LENGTH_MIN = 8;
    public static final int LENGTH_MAX = 64 * 1024;

    public SecretValue {
        if (value == null) {
            throw new BadValue("value of the secret is missing: expected {\"value\": \"…\"}");
        }
        if (value.length() < LENGTH_MIN || value.length() > LENGTH_MAX || value.indexOf('\0') >= 0) {
            throw new BadValue("value of the secret has " + value.length() + " characters: expected " + LENGTH_MIN
                    + " to " + LENGTH_MAX + ", without a NUL");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
