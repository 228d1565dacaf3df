package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the commands that many callers ask for by their ids, with one statement.
final class FindStep implements Step {
    private final List<CommandId> asked;
    private final int[] ends;
    private final List<List<Command>> found = new ArrayList<>();

    /// Of each caller the ids it asks for, each once.
    FindStep(List<List<CommandId>> callers) {
        asked = callers.stream().flatMap(List::stream).toList();
        ends = new int[callers.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += callers.get(i).size();
            ends[i] = end;
            found.add(new ArrayList<>());
        }
    }

    /// What the caller of this place gets.
    List<Command> found(int caller) {
        return found.get(caller);
    }

    @Override
    public String sql() {
        return CommandSql.FIND;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        return new Columns<>(statement, from, asked)
                .texts(CommandId::value)
                .texts(CommandId::value)
                .end();
    }

    @Override
    public void read(ResultSet rows) throws SQLException {
        while (rows.next()) {
            found.get(caller(rows.getInt(CommandRow.WIDTH + 1))).add(CommandRow.read(rows));
        }
    }

    /// Whose the id at this place is, counted from 1.
    private int caller(int place) {
        int caller = Arrays.binarySearch(ends, place);
        if (caller < 0) {
            return -caller - 1;
        }
        while (caller > 0 && ends[caller - 1] == place) {
            caller--;
        }
        return caller;
    }
}
