package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the schema that this version knows, and refuses one that is newer.
final class Schema {
    /// The version of the newest file in `db/migration/postgres`.
    static final int VERSION = 15;

    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final String HAS_HISTORY = "SELECT to_regclass('flyway_schema_history')::text";
    private static final String NEWEST =
            "SELECT coalesce(max(version::int), 0) FROM flyway_schema_history WHERE success";

    private Schema() {}

    /// `connection` must hold the lock of the control plane that writes.
    static void migrate(Database database, Connection connection) throws SQLException {
        int found = version(connection);
        if (found > VERSION) {
            throw new SQLException("it was written by a newer version of Perigee: it has schema " + found
                    + ", expected at most " + VERSION + "; upgrade Perigee or use another database");
        }
        // Starting Flyway to learn that there is nothing to do would be most of the time it takes to open a store.
        if (found < VERSION) {
            MigrateResult result = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database.source())
                    .locations("classpath:db/migration/postgres")
                    .failOnMissingLocations(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
            log.atInfo()
                    .addKeyValue("database", database.config().url())
                    .addKeyValue("from", found)
                    .addKeyValue("to", result.targetSchemaVersion)
                    .log("database migrated");
        }
    }

    private static int version(Connection connection) throws SQLException {
        Optional<String> history = ConnectionPool.query(
                        connection, row -> Optional.ofNullable(row.getString(1)), HAS_HISTORY)
                .getFirst();
        return history.isEmpty()
                ? 0
                : ConnectionPool.query(connection, row -> row.getInt(1), NEWEST).getFirst();
    }
}
