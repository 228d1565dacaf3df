package dev.perigee.testkit.mcp;

import java.util.Locale;

/// What the program was started with.
record Options(Era era, Transport transport, int port) {
    private static final String USAGE = "--era legacy|modern --transport stdio|http [--port N]";

    enum Transport {
        STDIO,
        HTTP
    }

    /// Throws `IllegalArgumentException` with the usage when it is none of it.
    static Options of(String... arguments) {
        Options options = new Options(Era.LEGACY, Transport.STDIO, 0);
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options = options.with(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("expected " + USAGE);
        }
        return options;
    }

    private Options with(String name, String value) {
        try {
            return switch (name) {
                case "--era" -> new Options(Era.valueOf(value.toUpperCase(Locale.ROOT)), transport, port);
                case "--transport" -> new Options(era, Transport.valueOf(value.toUpperCase(Locale.ROOT)), port);
                case "--port" -> new Options(era, transport, Integer.parseInt(value));
                default -> throw new IllegalArgumentException(name);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + value + ": expected " + USAGE, e);
        }
    }
}
