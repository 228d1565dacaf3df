package dev.perigee.store.sqlite;

import dev.perigee.control.broadcast.BroadcastDecision;
import dev.perigee.control.command.Command;
import dev.perigee.store.broadcast.BroadcastRow;
import dev.perigee.store.broadcast.BroadcastSql;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes a broadcast by compare and set, and adds the commands that come with it.
final class MoveBroadcast extends SqliteWrite<Boolean> {
    private final @Nullable Object[] values;
    private final List<@Nullable Object[]> commands;

    MoveBroadcast(BroadcastDecision.Move move, List<Command> created) {
        super(true);
        this.values = BroadcastRow.move(move);
        this.commands = created.stream().map(CommandRow::insert).toList();
    }

    @Override
    Boolean run(Session session) throws SQLException {
        if (session.update(BroadcastSql.MOVE, values) == 0) {
            return false;
        }
        for (@Nullable Object[] command : commands) {
            if (session.update(CommandSql.INSERT, command) == 0) {
                throw new IllegalArgumentException("command id " + command[0] + " is taken");
            }
        }
        return true;
    }
}
