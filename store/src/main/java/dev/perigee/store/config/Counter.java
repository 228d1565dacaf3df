package dev.perigee.store.config;

import dev.perigee.store.sql.Statements;
import java.sql.SQLException;

/// What counts the changes of all layers, and which revision is a layer's newest.
final class Counter {
    /// Others that want to change something wait here until this transaction is over.
    private static final String LOCK = "UPDATE config_counter SET revision = revision WHERE id = 1";
    private static final String COUNT = "UPDATE config_counter SET revision = revision + 1 WHERE id = 1";
    private static final String NUMBER = "SELECT revision FROM config_counter WHERE id = 1";
    private static final String POINT = """
            INSERT INTO config_layer (layer, revision) VALUES (?, ?)
            ON CONFLICT (layer) DO UPDATE SET revision = excluded.revision
            """;

    private Counter() {}

    static void lock(Statements statements) throws SQLException {
        statements.update(LOCK);
    }

    static long next(Statements statements) throws SQLException {
        statements.update(COUNT);
        return now(statements);
    }

    static long now(Statements statements) throws SQLException {
        return statements.first(row -> row.getLong(1), NUMBER).orElseThrow();
    }

    static void point(Statements statements, String layer, long number) throws SQLException {
        statements.update(POINT, layer, number);
    }
}
