package dev.perigee.store.postgres;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.store.commit.BatchExecutor;
import java.sql.SQLException;
import java.util.List;

/// Commits batches of writes to the commands, each in one transaction and one round trip. A write that the
/// database refuses is left out alone. After a lost connection it finds out whether the batch was committed, and
/// if it was not, commits it again: docs/decisions/0008.
final class WriteLane implements BatchExecutor<CommandWrite<?>> {
    private static final int ATTEMPTS_MAX = 4;

    private final LaneLink link;

    WriteLane(LaneLink link) {
        this.link = link;
    }

    @Override
    public void execute(List<CommandWrite<?>> batch) {
        List<CommandBatch> parts = CommandBatch.of(batch);
        if (parts.size() == 1) {
            commit(parts.getFirst());
        } else {
            parts.forEach(this::commitByItself);
        }
    }

    private void commitByItself(CommandBatch part) {
        try {
            commit(part);
        } catch (RuntimeException e) {
            part.writes().forEach(write -> write.fail(e));
        }
    }

    private void commit(CommandBatch part) {
        for (int attempt = 1; !attempt(part, attempt); attempt++) {}
        settle(part);
    }

    /// True when the batch is committed, false when it is to be tried again; throws when it was not and will not
    /// be.
    private boolean attempt(CommandBatch part, int attempt) {
        connect();
        try {
            link.commit(part);
            return true;
        } catch (SQLException e) {
            return switch (Failure.of(e)) {
                case LOST -> wasCommitted(part, e) || again(attempt, e);
                case CONFLICT -> again(attempt, e);
                case UNABLE, FENCED -> throw Failure.unavailable(e);
                case REFUSED -> refused(part, e);
            };
        }
    }

    private void connect() {
        try {
            link.connected();
        } catch (SQLException e) {
            throw Failure.unavailable(e);
        }
    }

    private boolean wasCommitted(CommandBatch part, SQLException lost) {
        try {
            if (!link.wasCommitted()) {
                return false;
            }
            Outcomes.readBack(link.connected(), part);
            return true;
        } catch (SQLException e) {
            link.drop();
            lost.addSuppressed(e);
            throw Failure.unknown(lost);
        }
    }

    private static boolean again(int attempt, SQLException why) {
        if (attempt >= ATTEMPTS_MAX) {
            throw Failure.unavailable(why);
        }
        return false;
    }

    /// Does each write of a refused batch alone, so that only those fail that are at fault.
    private boolean refused(CommandBatch part, SQLException why) {
        if (part.writes().size() == 1) {
            throw Outcomes.refusal(part.writes().getFirst(), why);
        }
        part.apart().forEach(this::commitByItself);
        return true;
    }

    private void settle(CommandBatch part) {
        try {
            Outcomes.settle(link.connected(), part);
        } catch (SQLException e) {
            // Only the repeated ones have to be looked up, and of those nothing has happened.
            StoreUnavailable unavailable = Failure.unavailable(e);
            part.inserts().stream().filter(insert -> !insert.accepted()).forEach(insert -> insert.fail(unavailable));
        }
    }
}
