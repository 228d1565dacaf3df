package dev.perigee.store.postgres;

import dev.perigee.control.command.Decision;
import java.util.List;

/// Moves to be applied by compare and set, all in one transaction.
final class ApplyMoves extends CommandWrite<List<Boolean>> {
    private final List<MoveRow> rows;

    ApplyMoves(List<Decision.Move> moves) {
        rows = moves.stream().map(MoveRow::new).toList();
    }

    List<MoveRow> rows() {
        return rows;
    }
}
