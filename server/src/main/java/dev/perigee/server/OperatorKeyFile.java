package dev.perigee.server;

import dev.perigee.protocol.registration.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;

/// The operator key in the data directory, readable by its owner only; client commands on the same machine read it
/// there.
record OperatorKeyFile(Path file) {
    private static final String PREFIX = "pgo_";

    /// The key that is there, or a new one.
    String readOrCreate(RandomGenerator random) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String key = PREFIX + Secrets.create(random);
        write(key);
        return key;
    }

    private void write(String key) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, key + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
