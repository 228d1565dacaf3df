package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.server.ServerConfig.Secrets;
import java.nio.file.Path;
import java.util.List;

/// The settings of the control plane for the secrets that configurations refer to.
final class SecretSettings {
    private static final Setting<String> KEY = new Setting<>(
            "config.secrets-key",
            Kinds.SECRET,
            null,
            "32 bytes in Base64 that seal secrets, or several such with commas between, of which the first one seals;"
                    + " by default one in secrets.key in the data directory");
    private static final Setting<Path> KEY_FILE =
            new Setting<>("config.secrets-key-file", Kinds.PATH, null, "a file that holds it");
    private static final Setting<Boolean> IN_CLEAR = new Setting<>(
            "config.secrets-in-clear",
            Kinds.FLAG,
            false,
            "whether secrets are also sent to satellites on other machines without TLS");

    static final List<Setting<?>> ALL = List.of(KEY, KEY_FILE, IN_CLEAR);

    private SecretSettings() {}

    static Secrets of(Values values) {
        String given = SecretFile.secret(values, KEY, KEY_FILE);
        try {
            return Secrets.of(given, values.get(IN_CLEAR));
        } catch (BadValue e) {
            throw new BadValue((values.has(KEY_FILE) ? KEY_FILE : KEY).key() + ": " + e.getMessage());
        }
    }
}
