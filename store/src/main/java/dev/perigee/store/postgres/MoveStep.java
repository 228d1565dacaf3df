package dev.perigee.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Moves commands that go on living, all with one statement, each if its revision is still the one it was decided
/// on. No two may be of the same command. Notes in each whether it was applied.
record MoveStep(List<MoveRow> moves) implements Step {
    static final String PLAIN = sql("", "", "");
    static final String WITH_CANCEL = sql(
            ", ?::bigint[], ?::text[]",
            ", cancel_at, cancel_by",
            ", cancel_at = nullif(m.cancel_at, -9223372036854775808), cancel_by = m.cancel_by");

    private static String sql(String parameters, String names, String assignments) {
        return """
                UPDATE command_live l SET state = m.state, attempts = m.attempts, changed_at = m.changed_at,
                    due_at = m.due_at, revision = l.revision + 1""" + assignments + """

                FROM unnest(?::int[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::bigint[]"""
                + parameters + ") AS m (place, id, decided_on, state, attempts, changed_at, due_at" + names
                + ") WHERE l.id = m.id AND l.revision = m.decided_on RETURNING m.place";
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
                .longs(move -> Times.dueAt(move.before(), move.after()));
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
