package dev.perigee.store.postgres;

/// The statements that read commands. docs/query-plans.md has the plans of the hot ones, and a test keeps it
/// true. Arrays are parameters, so that a statement is the same for one and for many.
final class CommandSql {
    private static final String FIXED = """
            c.id, c.satellite_id, c.spec, c.priority, c.not_before, c.expires_at, c.timeout, c.attempts_max,
            c.idempotent, c.caller, c.submitted_at, c.idempotency_key, c.correlation, c.broadcast_id, c.redrive_of,
            c.state, c.attempts, c.changed_at,""";

    /// The columns of a command in `command_live`.
    static final String LIVE = FIXED + " c.due_at, c.cancel_at, c.cancel_by, NULL::text, NULL::text, c.revision";

    /// The columns of a command in `command_ended`.
    static final String ENDED = FIXED + " NULL::bigint, c.cancel_at, c.cancel_by, c.reason, c.result, c.revision";

    private static final String ENDED_UNRESULTED =
            FIXED + " NULL::bigint, c.cancel_at, c.cancel_by, c.reason, NULL::text, c.revision";

    /// Of an array of ids, twice; each row ends with the place in the array. The LIMIT makes the planner look
    /// each id up, however few commands it believes there are.
    static final String FIND = "SELECT " + LIVE + """
            , q.place FROM unnest(?::text[]) WITH ORDINALITY q(id, place)
            CROSS JOIN LATERAL (SELECT * FROM command_live l WHERE l.id = q.id LIMIT 1) c
            UNION ALL SELECT\s""" + ENDED + """
            , q.place FROM unnest(?::text[]) WITH ORDINALITY q(id, place)
            CROSS JOIN LATERAL (SELECT * FROM command_ended e WHERE e.id = q.id LIMIT 1) c
            """;

    /// Of an array of satellites and one of how many of each; each row ends with the place in the arrays.
    static final String QUEUED = "SELECT " + LIVE + """
            , q.place FROM unnest(?::text[], ?::int[]) WITH ORDINALITY q(satellite, max, place)
            CROSS JOIN LATERAL (SELECT * FROM command_live l WHERE l.state = 0 AND l.satellite_id = q.satellite
                                ORDER BY l.priority, l.seq LIMIT q.max) c
            """;

    static final String FIND_BY_KEY = "SELECT " + LIVE + """
             FROM idempotency_key k
             CROSS JOIN LATERAL (SELECT * FROM command_live l WHERE l.id = k.command_id LIMIT 1) c
            WHERE k.caller = ? AND k.key = ? AND k.kept_until > ?
            UNION ALL SELECT\s""" + ENDED + """
             FROM idempotency_key k
             CROSS JOIN LATERAL (SELECT * FROM command_ended e WHERE e.id = k.command_id LIMIT 1) c
            WHERE k.caller = ? AND k.key = ? AND k.kept_until > ?
            """;

    /// The command that stands in for a dead letter.
    static final String FIND_REDRIVE =
            "SELECT " + LIVE + " FROM command_live c WHERE c.redrive_of = ? UNION ALL SELECT " + ENDED
                    + " FROM command_ended c WHERE c.redrive_of = ?";

    static final String QUEUED_BEFORE = """
            SELECT (SELECT count(*) FROM command_live c
                    WHERE c.state = 0 AND c.satellite_id = me.satellite_id
                      AND (c.priority, c.seq) < (me.priority, me.seq))
            FROM command_live me WHERE me.id = ?
            """;

    static final String QUEUE_DEPTHS =
            "SELECT satellite_id, count(*) FROM command_live WHERE state IN (0, 1) GROUP BY satellite_id";

    static final String CANCELLING =
            "SELECT " + LIVE + " FROM command_live c WHERE c.cancel_at IS NOT NULL ORDER BY c.seq LIMIT ?";

    static final String DUE = due("c.state = ?");
    static final String DUE_WITH_ATTEMPTS_LEFT = due("c.state = 2 AND c.attempts < c.attempts_max");
    static final String DUE_WITHOUT_ATTEMPTS_LEFT = due("c.state = 2 AND c.attempts >= c.attempts_max");

    /// Of (state, how many to look at, ended before, now, how many to delete).
    static final String PRUNE = """
            WITH old AS (
                SELECT c.id, c.caller, c.idempotency_key
                FROM (SELECT * FROM command_ended e WHERE e.state = ? ORDER BY e.seq LIMIT ?) c
                WHERE c.changed_at < ?
                  AND NOT EXISTS (SELECT FROM idempotency_key k
                                  WHERE k.caller = c.caller AND k.key = c.idempotency_key
                                    AND k.command_id = c.id AND k.kept_until > ? OFFSET 0)
                  AND NOT EXISTS (SELECT FROM broadcast b
                                  WHERE b.id = c.broadcast_id
                                    AND b.state NOT IN ('completed', 'stopped', 'aborted') OFFSET 0)
                LIMIT ?
            ), keys AS (
                DELETE FROM idempotency_key k USING old
                WHERE k.caller = old.caller AND k.key = old.idempotency_key AND k.command_id = old.id
            )
            DELETE FROM command_ended e USING old WHERE e.id = old.id
            """;

    /// Of a broadcast, twice: states, how many commands in each, and how many of them completed with exit code 0.
    static final String TALLY = """
            SELECT state, count(*), 0 FROM command_live WHERE broadcast_id = ? GROUP BY state
            UNION ALL
            SELECT state, count(*), count(*) FILTER (WHERE exit_code = 0)
            FROM command_ended WHERE broadcast_id = ? GROUP BY state
            """;

    /// Of (broadcast, satellite that comes before, how many), twice, and how many in all.
    static final String OF_BROADCAST = ofBroadcast("");

    /// Of (broadcast, satellite that comes before, states, how many), twice, and how many in all.
    static final String OF_BROADCAST_IN = ofBroadcast(" AND c.state = ANY (?::int[])");

    /// Of (broadcast, how many).
    static final String UNCANCELLED =
            "SELECT " + LIVE + " FROM command_live c WHERE c.broadcast_id = ? AND c.cancel_at IS NULL LIMIT ?";

    private CommandSql() {}

    private static String ofBroadcast(String condition) {
        String page =
                " c WHERE c.broadcast_id = ? AND c.satellite_id > ?" + condition + " ORDER BY c.satellite_id LIMIT ?)";
        return "(SELECT " + LIVE + " FROM command_live" + page + " UNION ALL (SELECT " + ENDED + " FROM command_ended"
                + page + " ORDER BY 2 LIMIT ?";
    }

    private static String due(String condition) {
        return "SELECT " + LIVE + " FROM command_live c WHERE " + condition
                + " AND c.due_at <= ? ORDER BY c.due_at, c.seq LIMIT ?";
    }

    static String live(String conditions) {
        return "SELECT " + LIVE + ", c.seq FROM command_live c WHERE " + conditions;
    }

    static String ended(String conditions) {
        return "SELECT " + ENDED_UNRESULTED + ", c.seq FROM command_ended c WHERE " + conditions;
    }
}
