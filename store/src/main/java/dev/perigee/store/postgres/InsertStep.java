package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.store.row.PriorityCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Adds commands, all with one statement; a leased one (state 2) is at its first attempt and revision. No two of
/// them may have the same id, key or dead letter. Notes in each whether it was accepted; one that was not has
/// left nothing behind.
record InsertStep(List<InsertCommand> inserts) implements Step {
    private static final String NEW = " WHERE NOT EXISTS (SELECT FROM command_ended e WHERE e.id = t.id OFFSET 0)";

    /// Of commands that are plain, with no more arrays than they need: each costs something a row.
    static final String PLAIN = """
            INSERT INTO command_live (id, satellite_id, caller, spec, submitted_at, expires_at, timeout, attempts_max,
                priority, idempotent, changed_at, due_at, state, attempts, revision)
            SELECT t.id, t.satellite_id, t.caller, t.spec, t.submitted_at, t.expires_at, t.timeout, t.attempts_max,
                t.priority, t.idempotent, t.changed_at, t.due_at, t.state, (t.state = 2)::int, (t.state = 2)::int
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
                        ?::int[], ?::boolean[], ?::int[], ?::bigint[], ?::bigint[])
                 AS t (id, satellite_id, caller, spec, submitted_at, expires_at, timeout, attempts_max,
                       priority, idempotent, state, changed_at, due_at)
            """ + NEW + " RETURNING id";

    /// Of any commands. A key that is kept for another command, and a dead letter that is redriven, keep a
    /// command out.
    static final String ANY = """
            WITH t AS MATERIALIZED (
                SELECT t.*
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
                            ?::int[], ?::boolean[], ?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
                            ?::text[], ?::text[], ?::bigint[])
                     AS t (id, satellite_id, caller, spec, submitted_at, expires_at, timeout, attempts_max,
                           priority, idempotent, state, changed_at, due_at, idempotency_key, correlation, broadcast_id,
                           redrive_of, not_before)
            """ + NEW + """
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
            INSERT INTO command_live (id, satellite_id, caller, spec, submitted_at, expires_at, timeout, attempts_max,
                priority, idempotent, idempotency_key, correlation, broadcast_id, redrive_of, not_before, changed_at,
                due_at, state, attempts, revision)
            SELECT t.id, t.satellite_id, t.caller, t.spec, t.submitted_at, t.expires_at, t.timeout, t.attempts_max,
                t.priority, t.idempotent, t.idempotency_key, t.correlation, t.broadcast_id, t.redrive_of,
                nullif(t.not_before, -9223372036854775808), t.changed_at, t.due_at, t.state, (t.state = 2)::int,
                (t.state = 2)::int
            FROM t WHERE t.idempotency_key IS NULL OR t.id IN (SELECT keyed.command_id FROM keyed)
            RETURNING id
            """;

    @Override
    public String sql() {
        return isPlain() ? PLAIN : ANY;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        inserts.forEach(insert -> insert.accepted(false));
        List<Command> commands = inserts.stream().map(InsertCommand::command).toList();
        int next = new Columns<>(statement, from, commands)
                .texts(command -> command.id().value())
                .texts(command -> command.satellite().value())
                .texts(command -> command.origin().caller())
                .end();
        next = new Columns<>(statement, next, inserts)
                .texts(InsertCommand::spec)
                .end();
        Columns<Command> columns = new Columns<>(statement, next, commands)
                .times(command -> command.origin().submittedAt())
                .times(command -> command.terms().expiresAt())
                .longs(command -> command.terms().timeout().toMillis())
                .ints(command -> command.terms().attemptsMax())
                .ints(command -> PriorityCode.of(command.terms().priority()))
                .flags(command -> command.terms().idempotent())
                .ints(command -> CommandCodes.of(command.status()))
                .times(command -> command.status().changedAt())
                .longs(command -> Times.dueAt(command, command.status()));
        return (isPlain() ? columns : bindRest(columns)).end();
    }

    private static Columns<Command> bindRest(Columns<Command> columns) throws SQLException {
        return columns.texts(command -> command.origin().idempotencyKey())
                .texts(command -> command.origin().correlation())
                .texts(command ->
                        command.origin().broadcast().map(BroadcastId::value).orElse(null))
                .texts(command ->
                        command.origin().deadLetter().map(CommandId::value).orElse(null))
                .times(command -> command.terms().notBefore());
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        Map<String, InsertCommand> byId = inserts.stream()
                .collect(Collectors.toMap(insert -> insert.command().id().value(), Function.identity()));
        while (rows.next()) {
            Objects.requireNonNull(byId.get(rows.getString(1))).accepted(true);
        }
    }

    private boolean isPlain() {
        return inserts.stream().allMatch(InsertCommand::isPlain);
    }
}
