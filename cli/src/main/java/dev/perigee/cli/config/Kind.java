package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import java.util.function.Function;

/// How values of one kind are read and written. `parse` gets the setting's key for the error, and throws `BadValue`.
record Kind<T>(Parser<T> parser, Function<T, String> yaml, boolean secret) {
    @FunctionalInterface
    interface Parser<T> {
        T parse(String key, Raw raw);
    }

    /// A kind that is written as one scalar.
    static <T> Kind<T> scalar(String expected, Function<String, T> read, Function<T, String> yaml) {
        return new Kind<>((key, raw) -> read(key, raw, expected, read), yaml, false);
    }

    /// The same kind, never shown.
    Kind<T> asSecret() {
        return new Kind<>(
                (key, raw) -> {
                    try {
                        return parser.parse(key, raw);
                    } catch (BadValue e) {
                        throw new BadValue(key + " \"***\": expected one line of text");
                    }
                },
                _ -> "\"***\"",
                true);
    }

    private static <T> T read(String key, Raw raw, String expected, Function<String, T> read) {
        try {
            return switch (raw) {
                case Raw.One(String text) -> read.apply(text.strip());
                case Raw.Many _ -> throw new BadValue(key, raw.shown(), expected);
            };
        } catch (BadValue e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BadValue(key, raw.shown(), expected);
        }
    }
}
