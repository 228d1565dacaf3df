package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.store.PlanPage;
import dev.perigee.testkit.store.SampleCommand;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which indexes SQLite uses: a hot statement must find its rows by one, and never walk or sort the commands.
class SqliteQueryPlanTest {
    private Session session;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        session = new DatabaseFile(TestDatabase.in(directory)).openWriter();
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void theQueueIsReadFromItsIndexInOrder() throws SQLException {
        assertThat(plan(CommandSql.QUEUED)).containsExactly("SEARCH c USING INDEX command_queued (satellite_id=?)");
    }

    @Test
    void whatIsDueIsReadFromItsIndexInOrder() throws SQLException {
        assertThat(plan(CommandSql.DUE)).containsExactly("SEARCH c USING INDEX command_due (state=? AND due_at<?)");
    }

    @Test
    void whatIsToBeCancelledIsReadFromItsIndexInOrder() throws SQLException {
        assertThat(plan(CommandSql.CANCELLING)).containsExactly("SCAN c USING INDEX command_cancelling");
    }

    @Test
    void commandsAreFoundById() throws SQLException {
        String byId = "SEARCH c USING INDEX sqlite_autoindex_command_1 (id=?)";
        assertThat(plan(CommandSql.FIND)).startsWith(byId).allSatisfy(SqliteQueryPlanTest::isNoScanOfCommands);
        assertThat(plan(CommandSql.FIND_ALL)).startsWith(byId).allSatisfy(SqliteQueryPlanTest::isNoScanOfCommands);
        assertThat(plan(CommandSql.MOVE))
                .containsExactly("SEARCH command USING INDEX sqlite_autoindex_command_1 (id=?)");
        assertThat(plan(CommandSql.KEEP_RESULT)).allSatisfy(SqliteQueryPlanTest::isNoScanOfCommands);
    }

    @Test
    void keysAreFoundByCallerAndKey() throws SQLException {
        assertThat(plan(CommandSql.FIND_BY_KEY))
                .startsWith("SEARCH k USING PRIMARY KEY (caller=? AND key=?)")
                .allSatisfy(SqliteQueryPlanTest::isNoScanOfCommands);
    }

    @Test
    void historyIsListedFromIndexesInOrder() throws SQLException {
        assertThat(listing(null, false)).containsExactly("SCAN c");
        assertThat(listing(CommandState.FAILED, false)).containsExactly("SEARCH c USING INDEX command_ended (state=?)");
        assertThat(listing(null, true)).containsExactly("SEARCH c USING INDEX command_of_satellite (satellite_id=?)");
        assertThat(listing(CommandState.FAILED, true)).allSatisfy(SqliteQueryPlanTest::isNoScanOfCommands);
    }

    @Test
    void liveCommandsAreListedFromTheirIndex() throws SQLException {
        assertThat(listing(CommandState.LEASED, false))
                .first()
                .asString()
                .startsWith("SEARCH c USING INDEX command_due (state=?");
    }

    @Test
    void pruningFindsEverythingByIndexes() throws SQLException {
        assertThat(plan(CommandSql.PRUNABLE)).contains("SEARCH command USING INDEX command_ended (state=?)");
        for (String sql :
                List.of(CommandSql.PRUNABLE, CommandSql.PRUNE_KEY, CommandSql.PRUNE_RESULT, CommandSql.PRUNE)) {
            assertThat(plan(sql))
                    .allSatisfy(step -> assertThat(step)
                            .doesNotContain("SCAN command")
                            .doesNotContain("SCAN idempotency_key")
                            .doesNotContain("TEMP B-TREE"));
        }
    }

    @Test
    void thePlansAreThoseOfThePage() throws SQLException {
        Map<String, List<String>> plans = new LinkedHashMap<>();
        plans.put("move", plan(CommandSql.MOVE));
        plans.put("keep a result", plan(CommandSql.KEEP_RESULT));
        plans.put("find by id", plan(CommandSql.FIND));
        plans.put("find by ids", plan(CommandSql.FIND_ALL));
        plans.put("what is queued", plan(CommandSql.QUEUED));
        plans.put("how many are queued before", plan(CommandSql.QUEUED_BEFORE));
        plans.put("find by key", plan(CommandSql.FIND_BY_KEY));
        plans.put("find what stands in for a dead letter", plan(CommandSql.FIND_REDRIVE));
        plans.put("holds, times to live and executions that are over", plan(CommandSql.DUE));
        plans.put("leases that are over", plan(CommandSql.DUE_WITH_ATTEMPTS_LEFT));
        plans.put("what is to be cancelled", plan(CommandSql.CANCELLING));
        plans.put("what to prune", plan(CommandSql.PRUNABLE));
        plans.put("prune a key", plan(CommandSql.PRUNE_KEY));
        plans.put("count a broadcast", plan(CommandSql.TALLY));
        plans.put("a page of a broadcast", plan(CommandSql.OF_BROADCAST));
        plans.put("what an abort cancels", plan(CommandSql.UNCANCELLED));
        plans.put("list", listing(null, false));
        plans.put("list one state", listing(CommandState.FAILED, false));
        plans.put("list one satellite", listing(null, true));
        plans.put(
                "list dead letters",
                plan(CommandSql.Listing.of(CommandQuery.deadLetters(50)).sql()));

        PlanPage.check("SQLite", plans);
    }

    private static void isNoScanOfCommands(String step) {
        assertThat(step).doesNotStartWith("SCAN c").doesNotContain("TEMP B-TREE");
    }

    private List<String> listing(@Nullable CommandState state, boolean ofOne) throws SQLException {
        CommandQuery query =
                new CommandQuery(state, ofOne ? SampleCommand.SATELLITE : null, null, null, false, null, 50);
        return plan(CommandSql.Listing.of(query).sql());
    }

    private List<String> plan(String sql) throws SQLException {
        return session.query(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql);
    }
}
