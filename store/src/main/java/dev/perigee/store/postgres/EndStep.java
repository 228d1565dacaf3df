package dev.perigee.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Ends commands, all with one statement: takes them out of the live ones and puts them to the ended ones, each
/// if its revision is still the one it was decided on. No two may be of the same command. Notes in each whether
/// it was applied.
record EndStep(List<MoveRow> moves) implements Step {
    static final String SQL = """
            WITH gone AS (
                DELETE FROM command_live l
                USING unnest(?::int[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::int[],
                             ?::bigint[], ?::text[], ?::text[], ?::text[])
                      AS m (place, id, decided_on, state, attempts, changed_at, revision,
                            cancel_at, cancel_by, reason, result)
                WHERE l.id = m.id AND l.revision = m.decided_on
                RETURNING m.*, l.seq, l.submitted_at, l.not_before, l.expires_at, l.timeout, l.attempts_max, l.priority,
                    l.idempotent, l.satellite_id, l.caller, l.idempotency_key, l.correlation, l.broadcast_id,
                    l.redrive_of, l.spec
            ), kept AS (
                INSERT INTO command_ended (seq, changed_at, cancel_at, submitted_at, not_before, expires_at, timeout,
                    revision, attempts, attempts_max, state, priority, idempotent, id, satellite_id, caller,
                    idempotency_key, correlation, broadcast_id, redrive_of, cancel_by, spec, reason, result)
                SELECT seq, changed_at, nullif(cancel_at, -9223372036854775808), submitted_at, not_before, expires_at,
                    timeout, revision, attempts, attempts_max, state, priority, idempotent, id, satellite_id, caller,
                    idempotency_key, correlation, broadcast_id, redrive_of, cancel_by, spec, reason, result
                FROM gone
            )
            SELECT place FROM gone""";

    @Override
    public String sql() {
        return SQL;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        moves.forEach(move -> move.applied(false));
        Columns<MoveRow> columns = new Columns<>(statement, from, moves)
                .places()
                .texts(move -> move.before().id().value())
                .ints(move -> move.before().status().revision())
                .ints(move -> CommandCodes.of(move.after()))
                .ints(move -> move.after().attempts())
                .times(move -> move.after().changedAt())
                .ints(move -> move.after().revision());
        return MoveRow.cancels(columns)
                .texts(move -> move.after().reason())
                .texts(MoveRow::result)
                .end();
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        while (rows.next()) {
            moves.get(rows.getInt(1)).applied(true);
        }
    }
}
