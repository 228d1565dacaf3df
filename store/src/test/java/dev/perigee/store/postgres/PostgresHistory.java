package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// Commands that ended long ago, made in bulk: what a database looks like after a year.
public final class PostgresHistory {
    private static final int BATCH = 100_000;
    private static final String ADD = """
            INSERT INTO command_ended (seq, changed_at, submitted_at, expires_at, timeout, revision, attempts,
                attempts_max, state, priority, idempotent, id, satellite_id, caller, spec, result)
            SELECT nextval('command_live_seq_seq'), 1700000000000 + n, 1700000000000 + n, 1700000060000 + n, 300000,
                2, 1, 3, CASE WHEN n % 50 = 0 THEN 5 ELSE 4 END, 2, false,
                '00' || lpad(n::text, 24, '0'), 'satellite-' || n % 1000, 'operator',
                '{"type":"exec","program":"/bin/echo","arguments":["hello"],"environment":{}}',
                '{"outcome":"completed","exitCode":0,"stdout":{"base64":"ZG9uZQo=","total":5},'
                    || '"stderr":{"base64":"","total":0},"durationMillis":12}'
            FROM generate_series(?::bigint, ?::bigint) n
            """;

    private PostgresHistory() {}

    /// Adds `count` ended commands of 1,000 satellites, after those it added before, to a database with the
    /// schema.
    public static void fill(PostgresConfig config, long count) throws SQLException {
        try (Connection connection = new Database(config).openLazy()) {
            ConnectionPool.update(connection, "SET statement_timeout = 0");
            fill(connection, count);
            ConnectionPool.update(connection, "VACUUM (ANALYZE) command_ended");
        }
    }

    static void fill(Connection connection, long count) throws SQLException {
        long from = ConnectionPool.query(
                        connection, row -> row.getLong(1), "SELECT count(*) FROM command_ended WHERE id < '01'")
                .getFirst();
        for (long done = 0; done < count; done += BATCH) {
            ConnectionPool.update(connection, ADD, from + done + 1, from + Math.min(count, done + BATCH));
        }
    }
}
