package dev.perigee.store.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema that this version knows, and refuses one that is newer.
final class Schema {
    /// The version of the newest file in `db/migration/sqlite`.
    static final int VERSION = 16;

    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final String HAS_HISTORY = "SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'";
    private static final String NEWEST =
            "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE success = 1";

    private Schema() {}

    static void migrate(DatabaseFile file, Session session) throws SQLException {
        int found = version(session);
        if (found > VERSION) {
            throw new SQLException("it was written by a newer version of Perigee: it has schema " + found
                    + ", expected at most " + VERSION + "; upgrade Perigee or use another file");
        }
        // Starting Flyway to learn that there is nothing to do would be most of the time it takes to open a store.
        if (found < VERSION) {
            MigrateResult result = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(file.writable())
                    .locations("classpath:db/migration/sqlite")
                    .failOnMissingLocations(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
            log.atInfo()
                    .addKeyValue("file", file.path())
                    .addKeyValue("from", found)
                    .addKeyValue("to", result.targetSchemaVersion)
                    .log("database migrated");
        }
    }

    private static int version(Session session) throws SQLException {
        Optional<Integer> history = session.first(row -> row.getInt(1), HAS_HISTORY);
        return history.isEmpty()
                ? 0
                : session.first(row -> row.getInt(1), NEWEST).orElse(0);
    }
}
