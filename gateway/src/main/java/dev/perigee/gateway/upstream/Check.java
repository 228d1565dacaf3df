package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What can be checked of a server: that it is there and answers, or that it lists its tools to whoever shows
/// the configured credentials.
public enum Check {
    CONNECTIVITY,
    CREDENTIAL_VALIDATION;

    /// What a check found. `tools` is how many it listed, if it was asked.
    public record Finding(
            Check check,
            boolean healthy,
            String explanation,
            Duration took,
            @Nullable Integer tools) {}

    public static Optional<Check> of(String name) {
        return Arrays.stream(values())
                .filter(check -> check.wireName().equals(name))
                .findFirst();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All of them, for people.
    public static String names() {
        return Arrays.stream(values()).map(Check::wireName).collect(Collectors.joining(" or "));
    }
}
