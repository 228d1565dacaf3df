package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.upstream.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What in a configuration is a secret, and what is still to be filled in: editors write `${input:name}` where
/// they ask their user for a value, and nobody here can be asked.
final class Blanks {
    private static final Pattern INPUT = Pattern.compile("\\$\\{input:[^}]*}");
    private static final Pattern SCHEME = Pattern.compile("(?i)(bearer|basic|token) +(?<secret>.+)");

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

    static Redaction secrets(UpstreamConfig config) {
        List<String> secrets = new ArrayList<>();
        switch (config) {
            case UpstreamConfig.Stdio stdio ->
                secrets.addAll(stdio.environment().values());
            case UpstreamConfig.Http http -> {
                secrets.addAll(http.headers().values());
                http.headers().values().stream()
                        .map(SCHEME::matcher)
                        .filter(Matcher::matches)
                        .forEach(scheme -> secrets.add(scheme.group("secret")));
                Optional.ofNullable(http.url().getRawQuery()).ifPresent(secrets::add);
            }
        }
        return Redaction.of(secrets);
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
