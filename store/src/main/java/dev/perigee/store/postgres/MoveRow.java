package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Decision;
import dev.perigee.protocol.json.Json;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A move on its way, and whether it was applied. Its JSON is written on the thread of its caller.
final class MoveRow {
    private final Decision.Move move;
    private final @Nullable String result;

    private boolean applied;

    MoveRow(Decision.Move move) {
        if (move.after().revision() != move.before().status().revision() + 1) {
            throw new IllegalArgumentException(
                    "a move to revision " + move.after().revision() + " from "
                            + move.before().status().revision() + ": expected the next one");
        }
        this.move = move;
        this.result = move.after().result().map(Json.WIRE::text).orElse(null);
    }

    Command before() {
        return move.before();
    }

    CommandStatus after() {
        return move.after();
    }

    @Nullable
    String result() {
        return result;
    }

    boolean ends() {
        return move.after().state().isTerminal();
    }

    boolean wishesToCancel() {
        return move.after().cancel() != null || move.before().status().cancel() != null;
    }

    /// Binds when and by whom the moved commands were wished to end.
    static Columns<MoveRow> cancels(Columns<MoveRow> columns) throws SQLException {
        return columns.times(move -> move.after()
                        .cancelRequest()
                        .map(CommandStatus.CancelRequest::at)
                        .orElse(null))
                .texts(move -> move.after()
                        .cancelRequest()
                        .map(CommandStatus.CancelRequest::caller)
                        .orElse(null));
    }

    boolean applied() {
        return applied;
    }

    void applied(boolean yes) {
        applied = yes;
    }
}
