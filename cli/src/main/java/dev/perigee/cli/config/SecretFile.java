package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A secret that is given as itself or as the file that holds it, not both.
final class SecretFile {
    private static final int SIZE_MAX = 4096;

    private SecretFile() {}

    static @Nullable String secret(Values values, Setting<String> itself, Setting<Path> file) {
        Path path = values.find(file).orElse(null);
        if (path == null) {
            return values.find(itself).orElse(null);
        }
        if (values.has(itself)) {
            throw new BadValue(file.key(), path, "only one of " + file.key() + " and " + itself.key());
        }
        try {
            if (Files.size(path) > SIZE_MAX) {
                throw new BadValue(file.key(), path, "a file of at most " + SIZE_MAX + " bytes");
            }
            String secret = Files.readString(path).strip();
            if (secret.isEmpty()) {
                throw new BadValue(file.key(), path, "a file that holds the secret; this one is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new BadValue(file.key(), path, "a readable file");
        }
    }
}
