package dev.perigee.store.sqlite;

import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;

/// Plain transactions among the others: writes join the batches of the one writer.
record SqliteTransactions(GroupCommitWriter writer, ReadPool reads) implements Transactions {
    @Override
    public <T> T read(Work<T> work) {
        return reads.read(work::run);
    }

    @Override
    public <T> T write(Work<T> work) {
        return writer.write(new PlainWrite<>(work, true));
    }

    @Override
    public <T> T writeLazily(Work<T> work) {
        return writer.write(new PlainWrite<>(work, false));
    }

    private static final class PlainWrite<T> extends SqliteWrite<T> {
        private final Work<T> work;

        PlainWrite(Work<T> work, boolean durable) {
            super(durable);
            this.work = work;
        }

        @Override
        T run(Session session) throws SQLException {
            return work.run(session);
        }
    }
}
