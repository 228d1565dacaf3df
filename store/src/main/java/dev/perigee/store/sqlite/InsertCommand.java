package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds a command, unless its caller's key leads to an earlier one.
final class InsertCommand extends SqliteWrite<Insertion> {
    private final Command command;
    private final @Nullable Object[] row;

    InsertCommand(Command command) {
        super(true);
        this.command = command;
        this.row = CommandRow.insert(command);
    }

    @Override
    Insertion run(Session session) throws SQLException {
        Command.Origin origin = command.origin();
        long submittedAt = origin.submittedAt().toEpochMilli();
        String key = origin.idempotencyKey();
        if (key != null) {
            Optional<Command> first =
                    session.first(CommandRow::read, CommandSql.FIND_BY_KEY, origin.caller(), key, submittedAt);
            if (first.isPresent()) {
                return new Insertion.Repeated(first.get());
            }
        }
        if (session.update(CommandSql.INSERT, row) == 0) {
            throw new IllegalArgumentException("command id " + command.id() + " is taken");
        }
        if (key != null) {
            session.update(
                    CommandSql.KEEP_KEY, origin.caller(), key, submittedAt + CommandStore.KEY_KEPT.toMillis());
        }
        return new Insertion.Accepted(command);
    }
}
