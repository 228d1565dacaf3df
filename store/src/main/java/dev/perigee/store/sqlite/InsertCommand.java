package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds a command, unless its caller's key leads to an earlier one, or another stands in for the same dead
/// letter.
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
        Optional<Command> first = earlier(session);
        if (first.isPresent()) {
            return new Insertion.Repeated(first.get());
        }
        if (session.update(CommandSql.INSERT, row) == 0) {
            throw new IllegalArgumentException("command id " + command.id() + " is taken");
        }
        String key = command.origin().idempotencyKey();
        if (key != null) {
            long keptUntil = command.origin().submittedAt().toEpochMilli() + CommandStore.KEY_KEPT.toMillis();
            session.update(CommandSql.KEEP_KEY, command.origin().caller(), key, keptUntil);
        }
        return new Insertion.Accepted(command);
    }

    /// The command that its key leads to, or that stands in for the same dead letter.
    private Optional<Command> earlier(Session session) throws SQLException {
        Command.Origin origin = command.origin();
        String key = origin.idempotencyKey();
        if (key != null) {
            long submittedAt = origin.submittedAt().toEpochMilli();
            Optional<Command> first =
                    session.first(CommandRow::read, CommandSql.FIND_BY_KEY, origin.caller(), key, submittedAt);
            if (first.isPresent()) {
                return first;
            }
        }
        CommandId deadLetter = origin.redriveOf();
        return deadLetter == null
                ? Optional.empty()
                : session.first(CommandRow::read, CommandSql.FIND_REDRIVE, deadLetter.value());
    }
}
