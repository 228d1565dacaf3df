package dev.perigee.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Database files for tests: empty ones with the schema in place, and copies of open ones.
final class TestDatabase {
    private static final byte[] EMPTY = makeEmpty();

    private TestDatabase() {}

    /// An empty database with the schema, in `directory`.
    static Path in(Path directory) {
        try {
            return Files.write(directory.resolve("perigee.db"), EMPTY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// What is left of an open database when its process dies now: the file and its log, without a checkpoint.
    static Path copyAfterCrash(Path open, Path directory) throws IOException {
        Path copy = Files.createDirectories(directory).resolve("perigee.db");
        Files.copy(open, copy);
        Files.copy(log(open), log(copy));
        return copy;
    }

    static Path log(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    private static byte[] makeEmpty() {
        try {
            Path file = Files.createTempDirectory("perigee").resolve("empty.db");
            SqliteStores.open(file).close();
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(file.getParent());
            return bytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
