package dev.perigee.store.config;

import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.protocol.RolloutId;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives a revision the next number, if its layer's newest is the expected one and no rollout of it is under way. Then
/// it is the layer's newest, or, with a rollout, that of the rollout.
record PutRevision(
        LayerRevision revision, long expected, @Nullable Rollout rollout) implements Transactions.Work<Putting> {
    private static final String CURRENT = "SELECT revision FROM config_layer WHERE layer = ?";
    private static final String BUSY =
            "SELECT id FROM config_rollout WHERE layer = ? AND state IN ('running', 'paused')";
    private static final String ADD = """
            INSERT INTO config_revision (revision, layer, document, author, created_at, note, in_force)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    @Override
    public Putting run(Statements statements) throws SQLException {
        Counter.lock(statements);
        String layer = revision.layer().text();
        Optional<String> busy = statements.first(row -> row.getString(1), BUSY, layer);
        if (busy.isPresent()) {
            return new Putting.Busy(new RolloutId(busy.get()));
        }
        long current = statements.first(row -> row.getLong(1), CURRENT, layer).orElse(0L);
        if (current != expected) {
            return new Putting.Conflict(current);
        }
        long number = Counter.next(statements);
        statements.update(
                ADD,
                number,
                layer,
                revision.document().text(),
                revision.author(),
                revision.createdAt().toEpochMilli(),
                revision.note(),
                rollout == null ? 1L : 0L);
        if (rollout == null) {
            Counter.point(statements, layer, number);
        } else {
            RolloutRow.insert(statements, rollout.numbered(number));
        }
        return new Putting.Kept(revision.numbered(number));
    }
}
