package dev.perigee.store.sqlite;

import dev.perigee.control.command.Decision;
import dev.perigee.protocol.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies moves by compare and set.
final class ApplyMoves extends SqliteWrite<List<Boolean>> {
    private final List<Row> rows;

    /// A move made ready for the writer. The arrays are made here and only read.
    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String id, @Nullable Object[] values, byte @Nullable [] result) {
        static Row of(Decision.Move move) {
            return new Row(
                    move.before().id().value(),
                    CommandRow.move(move),
                    move.after().result().map(Json.WIRE::bytes).orElse(null));
        }
    }

    ApplyMoves(List<Decision.Move> moves) {
        super(moves.stream().anyMatch(Decision.Move::mustBeDurable));
        this.rows = moves.stream().map(Row::of).toList();
    }

    @Override
    List<Boolean> run(Session session) throws SQLException {
        List<Boolean> applied = new ArrayList<>(rows.size());
        for (Row row : rows) {
            boolean unchanged = session.update(CommandSql.MOVE, row.values()) == 1;
            if (unchanged && row.result() != null) {
                session.update(CommandSql.KEEP_RESULT, row.result(), row.id());
            }
            applied.add(unchanged);
        }
        return applied;
    }
}
