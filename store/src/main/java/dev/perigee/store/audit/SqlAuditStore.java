package dev.perigee.store.audit;

import dev.perigee.control.audit.AuditFilter;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Checkpoint;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.store.commit.Lane;
import dev.perigee.store.commit.Pending;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The chain of one control plane in SQL. Thread-safe. Entries are committed without waiting for the disk: both
/// databases write their commits to one log, so whatever waits for the disk later waits for them too. Those of many
/// who act at the same time share transactions.
public final class SqlAuditStore implements AuditStore {
    private static final Lane.Limits LIMITS = new Lane.Limits(4_096, 512, 1, Duration.ofSeconds(10));
    private static final String CHAIN = "SELECT name FROM audit_chain WHERE one = 1";
    private static final String HEAD = "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1";
    private static final String ADD =
            "INSERT INTO audit_entry (number, at, actor, act, subject, text, hash)" + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String SEAL =
            "INSERT INTO audit_checkpoint (number, hash, seal) VALUES (?, ?, ?) ON CONFLICT (number) DO NOTHING";
    private static final String SEALED = "SELECT number, hash FROM audit_checkpoint ORDER BY number DESC LIMIT 1";
    private static final String AFTER =
            "SELECT number, text, hash FROM audit_entry WHERE number > ? ORDER BY number LIMIT ?";
    private static final String SEALS =
            "SELECT number, seal FROM audit_checkpoint WHERE number > ? AND number <= ? ORDER BY number";
    private static final String ANCHOR = "SELECT seal FROM audit_checkpoint WHERE number = ?";
    private static final String NEWEST = "SELECT text FROM audit_entry WHERE (? = '' OR act = ?)"
            + " AND (? = '' OR actor = ?) AND (? = '' OR subject = ?) ORDER BY number DESC LIMIT ?";
    private static final String OLDEST = "SELECT number, at FROM audit_entry ORDER BY number LIMIT ?";
    private static final String ANCHORS =
            "SELECT number FROM audit_checkpoint WHERE number <= ? ORDER BY number DESC LIMIT 1";
    private static final String DELETE = "DELETE FROM audit_entry WHERE number <= ?";
    private static final String DELETE_SEALS = "DELETE FROM audit_checkpoint WHERE number < ?";

    private final Transactions database;
    private final Lane<Append> appends;
    private final String chain;

    public SqlAuditStore(Transactions database) {
        this.database = database;
        this.appends = new Lane<>("audit", this::appendAll, LIMITS);
        this.chain = database.read(statements -> statements
                .first(row -> row.getString(1), CHAIN)
                .orElseThrow(() -> new SQLException("the row of audit_chain is missing")));
    }

    private static final class Append extends Pending<Boolean> {
        private final Deed deed;
        private final Instant at;

        Append(Deed deed, Instant at) {
            this.deed = deed;
            this.at = at;
        }
    }

    private record Line(long number, AuditLine line) {}

    private record Oldest(long number, long at) {}

    @Override
    public String chain() {
        return chain;
    }

    @Override
    public void append(Deed deed, Instant at) {
        Append append = new Append(deed, at);
        appends.run(append);
        boolean _ = append.result();
    }

    @Override
    public Head head() {
        return database.read(this::head);
    }

    @Override
    public void seal(Checkpoint checkpoint, Signed seal) {
        int _ = database.write(
                statements -> statements.update(SEAL, checkpoint.number(), checkpoint.hash(), Json.WIRE.text(seal)));
    }

    @Override
    public long sealed() {
        return database.read(
                statements -> statements.first(row -> row.getLong(1), SEALED).orElse(0L));
    }

    @Override
    public List<AuditLine> after(long after, int limit) {
        return database.read(statements -> {
            List<Line> entries = statements.query(
                    row -> new Line(row.getLong(1), new AuditLine.Entry(row.getString(2), row.getString(3))),
                    AFTER,
                    after,
                    limit);
            if (entries.isEmpty()) {
                return List.of();
            }
            long first = entries.getFirst().number();
            List<Line> seals = statements.query(
                    row -> new Line(row.getLong(1), seal(row.getString(2))),
                    SEALS,
                    first - 1,
                    entries.getLast().number());
            List<AuditLine> lines = new ArrayList<>(entries.size() + seals.size() + 1);
            if (after == 0 && first > 1) {
                statements
                        .first(row -> row.getString(1), ANCHOR, first - 1)
                        .ifPresent(anchor -> lines.add(seal(anchor)));
            }
            int sealed = 0;
            for (Line entry : entries) {
                lines.add(entry.line());
                if (sealed < seals.size() && seals.get(sealed).number() == entry.number()) {
                    lines.add(seals.get(sealed++).line());
                }
            }
            return lines;
        });
    }

    @Override
    public List<String> newest(AuditFilter filter, int limit) {
        String act = filter.act() == null ? "" : filter.act().wireName();
        String actor = filter.actor() == null ? "" : filter.actor();
        String subject = filter.subject() == null ? "" : filter.subject();
        return database.read(statements ->
                statements.query(row -> row.getString(1), NEWEST, act, act, actor, actor, subject, subject, limit));
    }

    @Override
    public int prune(Instant before, int max) {
        return database.writeLazily(statements -> {
            List<Oldest> oldest = statements.query(row -> new Oldest(row.getLong(1), row.getLong(2)), OLDEST, max);
            long over = 0;
            for (Oldest entry : oldest) {
                if (entry.at() >= before.toEpochMilli()) {
                    break;
                }
                over = entry.number();
            }
            Optional<Long> anchor = statements.first(row -> row.getLong(1), ANCHORS, over);
            if (anchor.isEmpty()) {
                return 0;
            }
            statements.update(DELETE_SEALS, anchor.get());
            return statements.update(DELETE, anchor.get());
        });
    }

    private void appendAll(List<Append> batch) {
        boolean done = database.writeLazily(statements -> {
            Head head = head(statements);
            List<@Nullable Object[]> rows = new ArrayList<>(batch.size());
            for (Append append : batch) {
                Deed deed = append.deed;
                String text = Json.WIRE.text(AuditEntry.of(head.number() + 1, append.at, deed));
                head = head.next(text);
                rows.add(new @Nullable Object[] {
                    head.number(),
                    append.at.toEpochMilli(),
                    deed.actor(),
                    deed.act().wireName(),
                    deed.subject(),
                    text,
                    head.hash()
                });
            }
            statements.updateAll(ADD, rows);
            return true;
        });
        batch.forEach(append -> append.succeed(done));
    }

    /// That of the newest checkpoint, where all entries up to it were removed.
    private Head head(Statements statements) throws SQLException {
        Optional<Head> newest = statements.first(row -> new Head(row.getLong(1), row.getString(2)), HEAD);
        if (newest.isEmpty()) {
            newest = statements.first(row -> new Head(row.getLong(1), row.getString(2)), SEALED);
        }
        return newest.orElseGet(() -> Head.start(chain));
    }

    /// One that cannot be read is shown as one that nobody signed.
    private static AuditLine seal(String text) {
        try {
            return new AuditLine.Seal(Json.WIRE.read(text, Signed.class));
        } catch (BadValue _) {
            return new AuditLine.Seal(new Signed(text, "", ""));
        }
    }
}
