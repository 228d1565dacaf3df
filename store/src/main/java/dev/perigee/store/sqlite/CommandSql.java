package dev.perigee.store.sqlite;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;

/// The statements on commands. `SqliteQueryPlanTest` checks that the hot ones use the indexes made for them.
final class CommandSql {
    private static final String HEAD = """
            SELECT c.id, c.satellite_id, c.caller, c.idempotency_key, c.spec, c.priority, c.submitted_at, c.expires_at,
                   c.timeout, c.idempotent, c.state, c.attempts, c.changed_at, c.due_at, c.revision,
            """;
    private static final String TAIL = """
            , c.not_before, c.attempts_max, c.correlation, c.broadcast_id, c.redrive_of, c.cancel_at, c.cancel_by,
            c.reason
            FROM command c
            """;
    private static final String WITH_RESULT = HEAD + "r.result" + TAIL + "LEFT JOIN command_result r USING (seq) ";
    private static final String WITHOUT_RESULT = HEAD + "NULL" + TAIL;

    static final String INSERT = """
            INSERT INTO command (id, satellite_id, caller, idempotency_key, spec, priority, submitted_at, expires_at,
                                 timeout, idempotent, state, attempts, changed_at, due_at, revision,
                                 not_before, attempts_max, correlation, broadcast_id, redrive_of)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;

    /// Leads the key of (caller, key, kept until) to the command inserted last.
    static final String KEEP_KEY = """
            INSERT INTO idempotency_key (caller, key, seq, kept_until) VALUES (?, ?, last_insert_rowid(), ?)
            ON CONFLICT (caller, key) DO UPDATE SET seq = excluded.seq, kept_until = excluded.kept_until
            """;

    static final String MOVE = """
            UPDATE command SET state = ?, attempts = ?, changed_at = ?, due_at = ?, revision = ?,
                               cancel_at = ?, cancel_by = ?, reason = ?, exit_code = ?
            WHERE id = ? AND revision = ?
            """;

    static final String KEEP_RESULT =
            "INSERT INTO command_result (seq, result) SELECT seq, ? FROM command WHERE id = ?";

    static final String FIND = WITH_RESULT + "WHERE c.id = ?";

    /// Of a JSON array of ids.
    static final String FIND_ALL = WITH_RESULT + "WHERE c.id IN (SELECT value FROM json_each(?))";

    static final String FIND_BY_KEY =
            WITH_RESULT + "JOIN idempotency_key k USING (seq) WHERE k.caller = ? AND k.key = ? AND k.kept_until > ?";

    static final String QUEUED =
            WITHOUT_RESULT + "WHERE c.state = 'queued' AND c.satellite_id = ? ORDER BY c.priority, c.seq LIMIT ?";

    /// The command that stands in for a dead letter.
    static final String FIND_REDRIVE = WITH_RESULT + "WHERE c.redrive_of = ?";

    static final String QUEUED_BEFORE = """
            SELECT count(*) FROM command me CROSS JOIN command c
            WHERE me.id = ? AND c.state = 'queued' AND c.satellite_id = me.satellite_id
              AND (c.priority, c.seq) < (me.priority, me.seq)
            """;

    static final String QUEUE_DEPTHS = """
            SELECT satellite_id, count(*) FROM command
            WHERE state IN ('queued', 'held') AND due_at IS NOT NULL GROUP BY satellite_id
            """;

    static final String CANCELLING = WITHOUT_RESULT
            + "INDEXED BY command_cancelling"
            + " WHERE c.cancel_at IS NOT NULL AND c.due_at IS NOT NULL ORDER BY c.seq LIMIT ?";

    static final String DUE = due("c.state = ?");
    static final String DUE_WITH_ATTEMPTS_LEFT = due("c.state = 'leased' AND c.attempts < c.attempts_max");
    static final String DUE_WITHOUT_ATTEMPTS_LEFT = due("c.state = 'leased' AND c.attempts >= c.attempts_max");

    /// Of a broadcast: states, how many commands in each, and how many of them completed with exit code 0.
    static final String TALLY = """
            SELECT state, count(*), sum(CASE WHEN state = 'completed' AND exit_code = 0 THEN 1 ELSE 0 END)
            FROM command WHERE broadcast_id = ? GROUP BY state
            """;

    /// Of (broadcast, satellite that comes before, how many).
    static final String OF_BROADCAST =
            WITH_RESULT + "WHERE c.broadcast_id = ? AND c.satellite_id > ? ORDER BY c.satellite_id LIMIT ?";

    /// Of (broadcast, satellite that comes before, state, the same or held, how many).
    static final String OF_BROADCAST_IN = WITH_RESULT
            + "WHERE c.broadcast_id = ? AND c.satellite_id > ? AND c.state IN (?, ?) ORDER BY c.satellite_id LIMIT ?";

    /// Of (broadcast, how many).
    static final String UNCANCELLED =
            WITHOUT_RESULT + "WHERE c.broadcast_id = ? AND c.due_at IS NOT NULL AND c.cancel_at IS NULL"
                    + " AND c.state IN ('queued', 'held', 'leased', 'acknowledged') LIMIT ?";

    /// Of (state, how many to look at, ended before, now, how many to give).
    static final String PRUNABLE = """
            SELECT c.seq
            FROM (SELECT seq, changed_at, caller, idempotency_key, broadcast_id FROM command
                  WHERE due_at IS NULL AND state = ? ORDER BY seq LIMIT ?) c
            WHERE c.changed_at < ?
              AND NOT EXISTS (SELECT 1 FROM idempotency_key k
                              WHERE k.caller = c.caller AND k.key = c.idempotency_key
                                AND k.seq = c.seq AND k.kept_until > ?)
              AND NOT EXISTS (SELECT 1 FROM broadcast b WHERE b.id = c.broadcast_id
                              AND b.state IN ('running', 'paused', 'stopping', 'aborting'))
            LIMIT ?
            """;

    // Each of one number in the order of submission.
    static final String PRUNE_RESULT = "DELETE FROM command_result WHERE seq = ?";
    static final String PRUNE_KEY = """
            DELETE FROM idempotency_key
            WHERE (caller, key) = (SELECT caller, idempotency_key FROM command WHERE seq = ?1) AND seq = ?1
            """;
    static final String PRUNE = "DELETE FROM command WHERE seq = ?";

    private CommandSql() {}

    private static String due(String condition) {
        return WITHOUT_RESULT + "WHERE " + condition + " AND c.due_at <= ? ORDER BY c.due_at, c.seq LIMIT ?";
    }

    /// A list statement, with the values for it.
    record Listing(String sql, List<Object> values) {
        static Listing of(CommandQuery query) {
            List<String> conditions = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            query.state().ifPresent(state -> {
                boolean queued = state == CommandState.QUEUED;
                conditions.add((queued ? "c.state IN (?, 'held')" : "c.state = ?") + " AND c.due_at "
                        + (state.isTerminal() ? "IS NULL" : "IS NOT NULL"));
                values.add(state.wireName());
            });
            query.satellite().ifPresent(satellite -> {
                conditions.add("c.satellite_id = ?");
                values.add(satellite.value());
            });
            query.broadcast().ifPresent(broadcast -> {
                conditions.add("c.broadcast_id = ?");
                values.add(broadcast.value());
            });
            query.correlation().ifPresent(correlation -> {
                conditions.add("c.correlation = ?");
                values.add(correlation);
            });
            query.among().ifPresent(satellites -> {
                conditions.add("c.satellite_id IN (SELECT value FROM json_each(?))");
                values.add(Json.WIRE.text(satellites));
            });
            if (query.notRedriven()) {
                conditions.add("NOT EXISTS (SELECT 1 FROM command n WHERE n.redrive_of = c.id)");
            }
            values.add(query.limit());
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            return new Listing(WITHOUT_RESULT + where + " ORDER BY c.seq DESC LIMIT ?", values);
        }
    }
}
