package dev.perigee.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

/// Commands that ended long ago, made in bulk: what a database looks like after a year.
public final class SqliteHistory {
    private static final int BATCH = 100_000;
    private static final String NUMBERS =
            "WITH RECURSIVE numbers (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?2) ";
    private static final String ADD = """
            INSERT INTO command (seq, id, satellite_id, caller, spec, priority, submitted_at, expires_at, timeout,
                                 idempotent, state, attempts, changed_at, due_at, revision, attempts_max)
            """ + NUMBERS + """
            SELECT n, '00' || printf('%024d', n), 'satellite-' || n % 1000, 'operator',
                '{"type":"exec","program":"/bin/echo","arguments":["hello"],"environment":{}}',
                2, 1700000000000 + n, 1700000060000 + n, 300000, 0,
                iif(n % 50 = 0, 'failed', 'completed'), 1, 1700000000000 + n, NULL, 2, 3
            FROM numbers
            """;
    private static final String ADD_RESULTS = "INSERT INTO command_result (seq, result) " + NUMBERS + """
            SELECT n, CAST('{"outcome":"completed","exitCode":0,"stdout":{"base64":"ZG9uZQo=","total":5},'
                || '"stderr":{"base64":"","total":0},"durationMillis":12}' AS BLOB)
            FROM numbers
            """;

    private SqliteHistory() {}

    /// Adds `count` ended commands of 1,000 satellites to a database with the schema, before any others are
    /// added.
    public static void fill(Path file, long count) throws SQLException {
        try (Session session = new DatabaseFile(file).openWriter()) {
            long from = session.first(row -> row.getLong(1), "SELECT coalesce(max(seq), 0) FROM command")
                    .orElse(0L);
            for (long done = 0; done < count; done += BATCH) {
                long first = from + done + 1;
                long last = from + Math.min(count, done + BATCH);
                session.update("BEGIN IMMEDIATE");
                session.update(ADD, first, last);
                session.update(ADD_RESULTS, first, last);
                session.update("COMMIT");
            }
            session.pragma("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
