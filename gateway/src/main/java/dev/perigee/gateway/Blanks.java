package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is still to be filled in in a configuration: editors write `${input:name}` where they ask their user for a
/// value, and nobody here can be asked.
final class Blanks {
    private static final Pattern INPUT = Pattern.compile("\\$\\{input:[^}]*}");

    private Blanks() {}

    /// What is missing, for people; empty when nothing is.
    static Optional<String> missing(UpstreamConfig config) {
        return switch (config) {
            case UpstreamConfig.Stdio stdio ->
                first("env", stdio.environment())
                        .or(() -> stdio.arguments().stream()
                                .flatMap(argument -> blank("args", argument).stream())
                                .findFirst());
            case UpstreamConfig.Http http -> first("headers", http.headers());
        };
    }

    private static Optional<String> first(String where, Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(value -> blank(where + " " + value.getKey(), value.getValue()).stream())
                .findFirst();
    }

    private static Optional<String> blank(String where, String value) {
        Matcher input = INPUT.matcher(value);
        return input.find()
                ? Optional.of(where + " is " + input.group() + ": expected a value, because nobody can be asked here")
                : Optional.empty();
    }
}
