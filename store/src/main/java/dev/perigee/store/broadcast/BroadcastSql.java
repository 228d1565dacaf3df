package dev.perigee.store.broadcast;

/// The statements on broadcasts that are the same in every database.
public final class BroadcastSql {
    private static final String SELECT = """
            SELECT id, target, caller, idempotency_key, correlation, submitted_at, spec, priority, not_before, ttl,
                   timeout, attempts_max, idempotent, max_concurrent, max_failures, members,
                   state, created, changed_at, reason, tally, revision, team
            FROM broadcast
            """;
    private static final String IS_LIVE = "state IN ('running', 'paused', 'stopping', 'aborting')";

    public static final String INSERT = """
            INSERT INTO broadcast (id, target, caller, idempotency_key, correlation, submitted_at, spec, priority,
                                   not_before, ttl, timeout, attempts_max, idempotent, max_concurrent, max_failures,
                                   members, state, created, changed_at, reason, tally, revision, team)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;
    public static final String INSERT_MEMBERS =
            "INSERT INTO broadcast_members (broadcast_id, chunk, satellites) VALUES (?, ?, ?)";

    /// Of the values that `BroadcastRow.move` gives.
    public static final String MOVE = """
            UPDATE broadcast SET state = ?, created = ?, changed_at = ?, reason = ?, tally = ?, revision = ?
            WHERE id = ? AND revision = ?
            """;

    public static final String FIND = SELECT + "WHERE id = ?";

    /// Of (caller, key, the earliest submission that counts).
    public static final String FIND_BY_KEY =
            SELECT + "WHERE caller = ? AND idempotency_key = ? AND submitted_at > ? ORDER BY submitted_at DESC LIMIT 1";

    public static final String COUNT_LIVE = "SELECT count(*) FROM broadcast WHERE " + IS_LIVE;
    public static final String LIVE = SELECT + "WHERE " + IS_LIVE + " ORDER BY seq LIMIT ?";
    public static final String LIST = SELECT + "ORDER BY seq DESC LIMIT ?";
    public static final String LIST_OF_TEAM = SELECT + "WHERE team = ? ORDER BY seq DESC LIMIT ?";

    /// Of (broadcast, first chunk, last chunk).
    public static final String MEMBERS =
            "SELECT satellites FROM broadcast_members WHERE broadcast_id = ? AND chunk BETWEEN ? AND ? ORDER BY chunk";

    public static final String PRUNABLE =
            "SELECT id FROM broadcast WHERE NOT " + IS_LIVE + " AND changed_at < ? ORDER BY seq LIMIT ?";
    public static final String PRUNE = "DELETE FROM broadcast WHERE id = ?";
    public static final String PRUNE_MEMBERS = "DELETE FROM broadcast_members WHERE broadcast_id = ?";

    private BroadcastSql() {}
}
