package dev.perigee.store.event;

import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPage;
import dev.perigee.control.event.EventPosition;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.KeptEvent;
import dev.perigee.control.event.NewEvent;
import dev.perigee.store.commit.Lane;
import dev.perigee.store.commit.Pending;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events in SQL. Thread-safe. What many add at the same time shares transactions, on a lane of their own and of a
/// bounded size, so that commands wait for few of them at most.
public final class SqlEventStore implements EventStore {
    /// At most 100 events each.
    private static final int ADDS_A_BATCH = 16;

    private static final Lane.Limits LIMITS = new Lane.Limits(1_024, ADDS_A_BATCH, 1, Duration.ofSeconds(10));
    private static final String NUMBER = "UPDATE event_log SET last = last + ? WHERE one = 1";
    private static final String LOG = "SELECT epoch, last, deleted FROM event_log WHERE one = 1";
    private static final String ADD = "INSERT INTO event (" + EventRow.COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, id) DO NOTHING";
    private static final String OLDEST = "SELECT number, received_at FROM event ORDER BY number LIMIT ?";
    private static final String DELETE = "DELETE FROM event WHERE number <= ?";
    private static final String DELETED = "UPDATE event_log SET deleted = ? WHERE one = 1";

    private final Transactions database;
    private final Lane<Add> adds;

    public SqlEventStore(Transactions database) {
        this.database = database;
        this.adds = new Lane<>("events", this::addAll, LIMITS);
    }

    private record Log(String epoch, long last, long deleted) {}

    private record Oldest(long number, long receivedAt) {}

    private static final class Add extends Pending<Boolean> {
        private final List<NewEvent> events;
        private final Instant receivedAt;

        Add(List<NewEvent> events, Instant receivedAt) {
            this.events = events;
            this.receivedAt = receivedAt;
        }
    }

    @Override
    public void add(List<NewEvent> events, Instant receivedAt) {
        Add add = new Add(List.copyOf(events), receivedAt);
        adds.run(add);
        boolean _ = add.result();
    }

    @Override
    public EventPosition end() {
        Log log = database.read(SqlEventStore::log);
        return new EventPosition(log.epoch(), log.last());
    }

    @Override
    public EventPage after(EventPosition position, EventFilter filter, int limit) {
        return database.read(statements -> {
            Log log = log(statements);
            boolean known = position.epoch().equals(log.epoch()) && position.number() <= log.last();
            long from = known ? Math.max(position.number(), log.deleted()) : log.deleted();
            long to = Math.min(log.last(), from + SCAN_MAX);
            Wanted wanted = new Wanted(filter)
                    .and("number > ?", from)
                    .and("number <= ?", to)
                    .ordered("ASC", limit);
            List<KeptEvent> events =
                    statements.query(row -> EventRow.read(log.epoch(), row), wanted.sql(), wanted.values());
            EventPosition end = new EventPosition(log.epoch(), log.last());
            return new EventPage(
                    !known || position.number() < log.deleted(),
                    events,
                    events.size() == limit ? events.getLast().position() : end.at(to),
                    end);
        });
    }

    @Override
    public List<KeptEvent> newest(EventFilter filter, int limit) {
        Wanted wanted = new Wanted(filter).ordered("DESC", limit);
        return database.read(statements -> {
            String epoch = log(statements).epoch();
            return statements.query(row -> EventRow.read(epoch, row), wanted.sql(), wanted.values());
        });
    }

    @Override
    public int prune(Instant before, long keptMax, int max) {
        return database.writeLazily(statements -> {
            long last = log(statements).last();
            List<Oldest> oldest = statements.query(row -> new Oldest(row.getLong(1), row.getLong(2)), OLDEST, max);
            int count = 0;
            while (count < oldest.size() && isOver(oldest.get(count), before, last - keptMax)) {
                count++;
            }
            if (count > 0) {
                long through = oldest.get(count - 1).number();
                statements.update(DELETE, through);
                statements.update(DELETED, through);
            }
            return count;
        });
    }

    private static boolean isOver(Oldest event, Instant before, long through) {
        return event.receivedAt() < before.toEpochMilli() || event.number() <= through;
    }

    /// Numbered under the lock of the one row, so that numbers are committed in their order.
    private void addAll(List<Add> batch) {
        boolean done = database.write(statements -> {
            int count = batch.stream().mapToInt(add -> add.events.size()).sum();
            statements.update(NUMBER, count);
            long number = log(statements).last() - count;
            List<@Nullable Object[]> rows = new ArrayList<>(count);
            for (Add add : batch) {
                for (NewEvent event : add.events) {
                    rows.add(EventRow.values(++number, event, add.receivedAt));
                }
            }
            statements.updateAll(ADD, rows);
            return true;
        });
        batch.forEach(add -> add.succeed(done));
    }

    private static Log log(Statements statements) throws SQLException {
        return statements
                .first(row -> new Log(row.getString(1), row.getLong(2), row.getLong(3)), LOG)
                .orElseThrow(() -> new SQLException("the row of event_log is missing"));
    }
}
