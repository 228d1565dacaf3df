package dev.perigee.store.sqlite;

import dev.perigee.control.command.CommandQuery;
import java.util.ArrayList;
import java.util.List;

/// The statements on commands. `SqliteQueryPlanTest` checks that the hot ones use the indexes made for them.
final class CommandSql {
    private static final String HEAD = """
            SELECT c.id, c.satellite_id, c.caller, c.idempotency_key, c.spec, c.priority, c.submitted_at, c.expires_at,
                   c.timeout, c.idempotent, c.state, c.attempts, c.changed_at, c.due_at, c.revision,
            """;
    private static final String WITH_RESULT = HEAD + " r.result FROM command c LEFT JOIN command_result r USING (seq) ";
    private static final String WITHOUT_RESULT = HEAD + " NULL FROM command c ";

    static final String INSERT = """
            INSERT INTO command (id, satellite_id, caller, idempotency_key, spec, priority, submitted_at, expires_at,
                                 timeout, idempotent, state, attempts, changed_at, due_at, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;

    /// Leads the key of (caller, key, kept until) to the command inserted last.
    static final String KEEP_KEY = """
            INSERT INTO idempotency_key (caller, key, seq, kept_until) VALUES (?, ?, last_insert_rowid(), ?)
            ON CONFLICT (caller, key) DO UPDATE SET seq = excluded.seq, kept_until = excluded.kept_until
            """;

    static final String MOVE = """
            UPDATE command SET state = ?, attempts = ?, changed_at = ?, due_at = ?, revision = ?
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

    static final String DUE = WITHOUT_RESULT + "WHERE c.state = ? AND c.due_at <= ? ORDER BY c.due_at, c.seq LIMIT ?";

    private CommandSql() {}

    /// A list statement, with the values for it.
    record Listing(String sql, List<Object> values) {
        static Listing of(CommandQuery query) {
            List<String> conditions = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            query.state().ifPresent(state -> {
                conditions.add("c.state = ? AND c.due_at " + (state.isTerminal() ? "IS NULL" : "IS NOT NULL"));
                values.add(state.wireName());
            });
            query.satellite().ifPresent(satellite -> {
                conditions.add("c.satellite_id = ?");
                values.add(satellite.value());
            });
            values.add(query.limit());
            String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
            return new Listing(WITHOUT_RESULT + where + " ORDER BY c.seq DESC LIMIT ?", values);
        }
    }
}
