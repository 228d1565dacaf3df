package dev.perigee.store.config;

import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;

/// Gives a revision the next number and makes it its layer's newest, if that is the expected one.
record PutRevision(LayerRevision revision, long expected) implements Transactions.Work<Putting> {
    /// Others that want to put one wait here until this transaction is over.
    private static final String LOCK = "UPDATE config_counter SET revision = revision WHERE id = 1";
    private static final String CURRENT = "SELECT revision FROM config_layer WHERE layer = ?";
    private static final String COUNT = "UPDATE config_counter SET revision = revision + 1 WHERE id = 1";
    private static final String NUMBER = "SELECT revision FROM config_counter WHERE id = 1";
    private static final String ADD = """
            INSERT INTO config_revision (revision, layer, document, author, created_at, note) VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String POINT = """
            INSERT INTO config_layer (layer, revision) VALUES (?, ?)
            ON CONFLICT (layer) DO UPDATE SET revision = excluded.revision
            """;

    @Override
    public Putting run(Statements statements) throws SQLException {
        statements.update(LOCK);
        String layer = revision.layer().text();
        long current = statements.first(row -> row.getLong(1), CURRENT, layer).orElse(0L);
        if (current != expected) {
            return new Putting.Conflict(current);
        }
        statements.update(COUNT);
        long number = statements.first(row -> row.getLong(1), NUMBER).orElseThrow();
        statements.update(
                ADD,
                number,
                layer,
                revision.document().text(),
                revision.author(),
                revision.createdAt().toEpochMilli(),
                revision.note());
        statements.update(POINT, layer, number);
        return new Putting.Kept(revision.numbered(number));
    }
}
