package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What came of the writes of a batch that was committed.
final class Outcomes {
    private static final String UNIQUE_VIOLATION = "23505";

    private Outcomes() {}

    /// Tells each write what came of it, as the statements noted it. A command that was left out is led to the
    /// one that stood in its way.
    static void settle(Connection connection, CommandBatch part) throws SQLException {
        for (CommandWrite<?> write : part.writes()) {
            switch (write) {
                case ApplyMoves moves ->
                    moves.succeed(moves.rows().stream().map(MoveRow::applied).toList());
                case InsertCommand insert
                when insert.accepted() -> insert.succeed(new Insertion.Accepted(insert.command()));
                case InsertCommand insert ->
                    earlier(connection, insert.command())
                            .ifPresentOrElse(
                                    first -> insert.succeed(new Insertion.Repeated(first)),
                                    () -> insert.fail(taken(insert.command())));
            }
        }
    }

    /// Notes in each write of a committed batch what came of it, when the answer was lost: a command is there or
    /// not, and is as a move would have left it or not. A command that has moved on since counts as lost to
    /// another move, which makes its caller look again.
    static void readBack(Connection connection, CommandBatch part) throws SQLException {
        List<CommandId> ids = Stream.concat(
                        part.inserts().stream().map(insert -> insert.command().id()),
                        part.moves().stream().map(move -> move.before().id()))
                .distinct()
                .toList();
        FindStep find = new FindStep(List.of(ids));
        Pipeline.run(connection, List.of(find));
        Map<CommandId, CommandStatus> now = new HashMap<>();
        find.found(0).forEach(command -> now.put(command.id(), command.status()));
        part.inserts()
                .forEach(insert ->
                        insert.accepted(now.containsKey(insert.command().id())));
        part.moves()
                .forEach(move ->
                        move.applied(same(move.after(), now.get(move.before().id()))));
    }

    /// What a write is told that the database refuses.
    static RuntimeException refusal(CommandWrite<?> write, SQLException why) {
        boolean taken = UNIQUE_VIOLATION.equals(why.getSQLState())
                && String.valueOf(why.getMessage()).contains("command_live_id");
        return switch (write) {
            case InsertCommand insert when taken -> taken(insert.command());
            case InsertCommand _, ApplyMoves _ -> Failure.unavailable(why);
        };
    }

    private static boolean same(CommandStatus wanted, @Nullable CommandStatus found) {
        return found != null
                && found.revision() == wanted.revision()
                && found.state() == wanted.state()
                && found.attempts() == wanted.attempts()
                && found.changedAt().equals(wanted.changedAt().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Optional<Command> earlier(Connection connection, Command command) throws SQLException {
        Command.Origin origin = command.origin();
        if (origin.idempotencyKey() != null) {
            long submittedAt = origin.submittedAt().toEpochMilli();
            Optional<Command> first = ConnectionPool.first(
                    connection,
                    CommandRow::read,
                    CommandSql.FIND_BY_KEY,
                    origin.caller(),
                    origin.idempotencyKey(),
                    submittedAt,
                    origin.caller(),
                    origin.idempotencyKey(),
                    submittedAt);
            if (first.isPresent()) {
                return first;
            }
        }
        CommandId deadLetter = origin.redriveOf();
        return deadLetter == null
                ? Optional.empty()
                : ConnectionPool.first(
                        connection, CommandRow::read, CommandSql.FIND_REDRIVE, deadLetter.value(), deadLetter.value());
    }

    private static RuntimeException taken(Command command) {
        return new IllegalArgumentException("command id " + command.id() + " is taken");
    }
}
