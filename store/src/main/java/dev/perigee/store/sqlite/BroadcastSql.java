package dev.perigee.store.sqlite;

/// The statements on broadcasts.
final class BroadcastSql {
    private static final String SELECT = """
            SELECT id, target, caller, idempotency_key, correlation, submitted_at, spec, priority, not_before, ttl,
                   timeout, attempts_max, idempotent, max_concurrent, max_failures, members,
                   state, created, changed_at, reason, tally, revision
            FROM broadcast
            """;
    private static final String IS_LIVE = "state IN ('running', 'paused', 'stopping', 'aborting')";

    static final String INSERT = """
            INSERT INTO broadcast (id, target, caller, idempotency_key, correlation, submitted_at, spec, priority,
                                   not_before, ttl, timeout, attempts_max, idempotent, max_concurrent, max_failures,
                                   members, state, created, changed_at, reason, tally, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;
    static final String INSERT_MEMBERS =
            "INSERT INTO broadcast_members (broadcast_id, chunk, satellites) VALUES (?, ?, ?)";

    /// Of the values that `BroadcastRow.move` gives.
    static final String MOVE = """
            UPDATE broadcast SET state = ?, created = ?, changed_at = ?, reason = ?, tally = ?, revision = ?
            WHERE id = ? AND revision = ?
            """;

    static final String FIND = SELECT + "WHERE id = ?";

    /// Of (caller, key, the earliest submission that counts).
    static final String FIND_BY_KEY =
            SELECT + "WHERE caller = ? AND idempotency_key = ? AND submitted_at > ? ORDER BY submitted_at DESC LIMIT 1";

    static final String COUNT_LIVE = "SELECT count(*) FROM broadcast WHERE " + IS_LIVE;
    static final String LIVE = SELECT + "WHERE " + IS_LIVE + " ORDER BY seq LIMIT ?";
    static final String LIST = SELECT + "ORDER BY seq DESC LIMIT ?";

    /// Of (broadcast, first chunk, last chunk).
    static final String MEMBERS =
            "SELECT satellites FROM broadcast_members WHERE broadcast_id = ? AND chunk BETWEEN ? AND ? ORDER BY chunk";

    static final String TALLY = """
            SELECT state, count(*), sum(CASE WHEN state = 'completed' AND exit_code = 0 THEN 1 ELSE 0 END)
            FROM command WHERE broadcast_id = ? GROUP BY state
            """;

    static final String PRUNABLE =
            "SELECT id FROM broadcast WHERE NOT " + IS_LIVE + " AND changed_at < ? ORDER BY seq LIMIT ?";
    static final String PRUNE = "DELETE FROM broadcast WHERE id = ?";
    static final String PRUNE_MEMBERS = "DELETE FROM broadcast_members WHERE broadcast_id = ?";

    private BroadcastSql() {}
}
