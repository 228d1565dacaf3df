package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Adds commands, all with one statement. No two of them may have the same id, key or dead letter. Notes in each
/// whether it was accepted; one that was not has left nothing behind.
record InsertStep(List<InsertCommand> inserts) implements Step {
    private static final String INPUT = """
            SELECT t.place, t.id, t.satellite_id, t.caller, t.idempotency_key, t.correlation, t.broadcast_id,
                   t.redrive_of, t.spec, t.submitted_at, nullif(t.not_before, -9223372036854775808) AS not_before,
                   t.expires_at, t.timeout, t.attempts_max, t.priority, t.idempotent, t.state, t.changed_at, t.due_at
            FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[], ?::int[],
                        ?::boolean[], ?::int[], ?::bigint[], ?::bigint[])
                 AS t (place, id, satellite_id, caller, idempotency_key, correlation, broadcast_id, redrive_of,
                       spec, submitted_at, not_before, expires_at, timeout, attempts_max, priority,
                       idempotent, state, changed_at, due_at)
            WHERE NOT EXISTS (SELECT FROM command_ended e WHERE e.id = t.id OFFSET 0)
            """;

    private static final String INSERT = """
            INSERT INTO command_live (id, satellite_id, caller, idempotency_key, correlation, broadcast_id, redrive_of,
                spec, submitted_at, not_before, expires_at, timeout, attempts_max, priority, idempotent, state,
                changed_at, due_at, attempts, revision)
            SELECT t.id, t.satellite_id, t.caller, t.idempotency_key, t.correlation, t.broadcast_id, t.redrive_of,
                t.spec, t.submitted_at, t.not_before, t.expires_at, t.timeout, t.attempts_max, t.priority,
                t.idempotent, t.state, t.changed_at, t.due_at, 0, 0
            """;

    static final String PLAIN = INSERT + " FROM (" + INPUT + ") t ORDER BY t.place RETURNING id";

    /// A key that is kept for another command, and a dead letter that is redriven, keep a command out.
    static final String MAY_REPEAT = "WITH t AS MATERIALIZED (" + INPUT + """
                AND (t.redrive_of IS NULL
                     OR NOT EXISTS (SELECT FROM command_live l WHERE l.redrive_of = t.redrive_of OFFSET 0)
                        AND NOT EXISTS (SELECT FROM command_ended e WHERE e.redrive_of = t.redrive_of OFFSET 0))
            ), keyed AS (
                INSERT INTO idempotency_key AS k (kept_until, caller, key, command_id)
                SELECT t.submitted_at + 86400000, t.caller, t.idempotency_key, t.id FROM t
                WHERE t.idempotency_key IS NOT NULL
                ON CONFLICT (caller, key) DO UPDATE
                SET command_id = excluded.command_id, kept_until = excluded.kept_until
                WHERE k.kept_until <= excluded.kept_until - 86400000
                RETURNING command_id
            )
            """ + INSERT + """
            FROM t WHERE t.idempotency_key IS NULL OR t.id IN (SELECT keyed.command_id FROM keyed)
            ORDER BY t.place RETURNING id""";

    @Override
    public String sql() {
        return inserts.stream().anyMatch(InsertCommand::mayRepeat) ? MAY_REPEAT : PLAIN;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        inserts.forEach(insert -> insert.accepted(false));
        List<Command> commands = inserts.stream().map(InsertCommand::command).toList();
        int next = new Columns<>(statement, from, commands)
                .places()
                .texts(command -> command.id().value())
                .texts(command -> command.satellite().value())
                .texts(command -> command.origin().caller())
                .texts(command -> command.origin().idempotencyKey())
                .texts(command -> command.origin().correlation())
                .texts(command -> command.origin().partOf() == null
                        ? null
                        : command.origin().partOf().value())
                .texts(command -> command.origin().redriveOf() == null
                        ? null
                        : command.origin().redriveOf().value())
                .end();
        next = new Columns<>(statement, next, inserts)
                .texts(InsertCommand::spec)
                .end();
        return new Columns<>(statement, next, commands)
                .times(command -> command.origin().submittedAt())
                .times(command -> command.terms().notBefore())
                .times(command -> command.terms().expiresAt())
                .longs(command -> command.terms().timeout().toMillis())
                .ints(command -> command.terms().attemptsMax())
                .ints(command -> CommandCodes.of(command.terms().priority()))
                .flags(command -> command.terms().idempotent())
                .ints(command -> CommandCodes.of(command.status()))
                .times(command -> command.status().changedAt())
                .longs(command -> Times.dueAt(command, command.status()))
                .end();
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        // They come in the order of insertion, those left out missing.
        int next = 0;
        while (rows.next()) {
            String id = rows.getString(1);
            while (!inserts.get(next).command().id().value().equals(id)) {
                next++;
            }
            inserts.get(next).accepted(true);
        }
    }
}
