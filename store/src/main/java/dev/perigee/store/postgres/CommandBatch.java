package dev.perigee.store.postgres;

import dev.perigee.protocol.CommandId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes that one transaction can do with a statement of each kind, because none has to see what another did. A
/// move that comes after another of the same command in one call waits for a further round of statements.
final class CommandBatch {
    private final List<CommandWrite<?>> writes = new ArrayList<>();
    private final List<InsertCommand> inserts = new ArrayList<>();
    private final List<List<MoveRow>> rounds = new ArrayList<>();
    private final Set<Object> touched = new HashSet<>();

    private record Key(String caller, String key) {}

    private record DeadLetter(CommandId id) {}

    private CommandBatch() {}

    /// The writes in batches that have to be done one after the other; nearly always it is one.
    static List<CommandBatch> of(List<CommandWrite<?>> writes) {
        List<CommandBatch> batches = new ArrayList<>();
        CommandBatch current = new CommandBatch();
        for (CommandWrite<?> write : writes) {
            if (!current.add(write)) {
                batches.add(current);
                current = new CommandBatch();
                current.add(write);
            }
        }
        batches.add(current);
        return batches;
    }

    /// Each write in a batch of its own.
    List<CommandBatch> apart() {
        return writes.stream()
                .map(write -> {
                    CommandBatch alone = new CommandBatch();
                    alone.add(write);
                    return alone;
                })
                .toList();
    }

    List<CommandWrite<?>> writes() {
        return writes;
    }

    List<InsertCommand> inserts() {
        return inserts;
    }

    List<MoveRow> moves() {
        return rounds.stream().flatMap(List::stream).toList();
    }

    /// Runs it as one transaction that begins with `fence`, on a connection in autocommit mode.
    void run(Connection connection, Step fence) throws SQLException {
        List<Step> steps = new ArrayList<>();
        steps.add(fence);
        if (!inserts.isEmpty()) {
            steps.add(new InsertStep(inserts));
        }
        if (rounds.size() <= 1) {
            rounds.forEach(round -> addMoves(round, steps));
            Pipeline.run(connection, steps);
            return;
        }
        connection.setAutoCommit(false);
        for (List<MoveRow> round : rounds) {
            addMoves(round, steps);
            Pipeline.run(connection, steps);
            steps.clear();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void addMoves(List<MoveRow> round, List<Step> steps) {
        List<MoveRow> living = round.stream().filter(row -> !row.ends()).toList();
        List<MoveRow> ending = round.stream().filter(MoveRow::ends).toList();
        if (!living.isEmpty()) {
            steps.add(new MoveStep(living));
        }
        if (!ending.isEmpty()) {
            steps.add(new EndStep(ending));
        }
    }

    /// False when the write has to come after one that is in the batch already.
    private boolean add(CommandWrite<?> write) {
        List<Object> touches = switch (write) {
            case InsertCommand insert -> touches(insert);
            case ApplyMoves moves ->
                moves.rows().stream().<Object>map(row -> row.before().id()).toList();
        };
        if (touches.stream().anyMatch(touched::contains)) {
            return false;
        }
        touched.addAll(touches);
        writes.add(write);
        switch (write) {
            case InsertCommand insert -> inserts.add(insert);
            case ApplyMoves moves -> addRounds(moves);
        }
        return true;
    }

    private static List<Object> touches(InsertCommand insert) {
        List<Object> touches = new ArrayList<>();
        touches.add(insert.command().id());
        insert.command()
                .origin()
                .key()
                .ifPresent(key -> touches.add(new Key(insert.command().origin().caller(), key)));
        insert.command().origin().deadLetter().ifPresent(id -> touches.add(new DeadLetter(id)));
        return touches;
    }

    private void addRounds(ApplyMoves moves) {
        Map<CommandId, Integer> times = new HashMap<>();
        for (MoveRow row : moves.rows()) {
            int round = times.merge(row.before().id(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(row);
        }
    }
}
