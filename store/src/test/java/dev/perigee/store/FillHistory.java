package dev.perigee.store;

import dev.perigee.store.postgres.PostgresConfig;
import dev.perigee.store.postgres.PostgresHistory;
import dev.perigee.store.sqlite.SqliteHistory;
import java.nio.file.Path;

/// Fills a database with commands that ended long ago. Arguments: `jdbc:postgresql://…` or the file of a SQLite
/// database, and how many commands. The database must have been opened before, so that it has its schema.
final class FillHistory {
    private FillHistory() {}

    public static void main(String[] arguments) throws Exception {
        long count = Long.parseLong(arguments[1]);
        long start = System.nanoTime();
        if (arguments[0].startsWith("jdbc:")) {
            PostgresHistory.fill(PostgresConfig.of(arguments[0], "postgres", ""), count);
        } else {
            SqliteHistory.fill(Path.of(arguments[0]), count);
        }
        System.out.printf("%,d commands in %.0f s%n", count, (System.nanoTime() - start) / 1e9);
    }
}
