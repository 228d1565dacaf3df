package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.testkit.store.SampleCommand;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
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

    private static void isNoScanOfCommands(String step) {
        assertThat(step).doesNotStartWith("SCAN c").doesNotContain("TEMP B-TREE");
    }

    private List<String> listing(@Nullable CommandState state, boolean ofOne) throws SQLException {
        CommandQuery query = new CommandQuery(state, ofOne ? SampleCommand.SATELLITE : null, null, null, false, 50);
        return plan(CommandSql.Listing.of(query).sql());
    }

    private List<String> plan(String sql) throws SQLException {
        return session.query(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql);
    }
}
