package dev.perigee.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Ends commands, all with one statement: takes them out of the live ones and puts them to the ended ones, each
/// if its revision is still the one it was decided on. No two may be of the same command. Notes in each whether
/// it was applied.
record EndStep(List<MoveRow> moves) implements Step {
    /// Of commands whose wish to end stays as it is.
    static final String PLAIN = sql("", "", "l.cancel_at, l.cancel_by");
    static final String WITH_CANCEL = sql(
            ", ?::bigint[], ?::text[]",
            ", cancel_at, cancel_by",
            "nullif(m.cancel_at, -9223372036854775808) AS cancel_at, m.cancel_by");

    private static String sql(String parameters, String names, String cancel) {
        return """
                WITH gone AS (
                    DELETE FROM command_live l
                    USING unnest(?::int[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::text[], ?::text[]\
                """ + parameters + ") AS m (place, id, decided_on, state, attempts, changed_at, reason, result" + names
                + """
                )
                    WHERE l.id = m.id AND l.revision = m.decided_on
                    RETURNING m.place, m.id, l.revision, m.state, m.attempts, m.changed_at, m.reason, m.result, l.seq,
                        l.submitted_at, l.not_before, l.expires_at, l.timeout, l.attempts_max, l.priority, l.idempotent,
                        l.satellite_id, l.caller, l.idempotency_key, l.correlation, l.broadcast_id, l.redrive_of,
                        l.spec,
                        \
                """ + cancel + """

                ), kept AS (
                    INSERT INTO command_ended (seq, changed_at, cancel_at, submitted_at, not_before, expires_at,
                        timeout, revision, attempts, attempts_max, state, priority, idempotent, id, satellite_id,
                        caller, idempotency_key, correlation, broadcast_id, redrive_of, cancel_by, spec, reason, result)
                    SELECT seq, changed_at, cancel_at, submitted_at, not_before, expires_at, timeout,
                        revision + 1, attempts, attempts_max, state, priority, idempotent, id, satellite_id, caller,
                        idempotency_key, correlation, broadcast_id, redrive_of, cancel_by, spec, reason, result
                    FROM gone
                )
                SELECT place FROM gone""";
    }

    @Override
    public String sql() {
        return withCancel() ? WITH_CANCEL : PLAIN;
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
                .texts(move -> move.after().reason())
                .texts(MoveRow::result);
        return (withCancel() ? MoveRow.cancels(columns) : columns).end();
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        while (rows.next()) {
            moves.get(rows.getInt(1)).applied(true);
        }
    }

    private boolean withCancel() {
        return moves.stream().anyMatch(MoveRow::wishesToCancel);
    }
}
