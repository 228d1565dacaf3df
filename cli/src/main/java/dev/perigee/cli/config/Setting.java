package dev.perigee.cli.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that can be configured: its key in the file (`commands.lease`), how its value is read, what it is when
/// nobody gives it (null: `doc` says what happens then), and what it does.
record Setting<T>(String key, Kind<T> kind, @Nullable T absent, String doc) {
    /// The environment variable, such as `PERIGEE_SERVER_COMMANDS_LEASE`.
    String variable(String prefix) {
        return prefix + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
