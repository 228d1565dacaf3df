package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads the queues that many callers ask for, with one statement.
final class QueuedStep implements Step {
    private final List<CommandRead.Queued> callers;
    private final List<List<Command>> found = new ArrayList<>();

    QueuedStep(List<CommandRead.Queued> callers) {
        this.callers = callers;
        callers.forEach(_ -> found.add(new ArrayList<>()));
    }

    /// What the caller of this place gets.
    List<Command> found(int caller) {
        return found.get(caller);
    }

    @Override
    public String sql() {
        return CommandSql.QUEUED;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        return new Columns<>(statement, from, callers)
                .texts(queued -> queued.satellite().value())
                .ints(CommandRead.Queued::max)
                .end();
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        while (rows.next()) {
            found.get(rows.getInt(CommandRow.WIDTH + 1) - 1).add(CommandRow.read(rows));
        }
    }
}
