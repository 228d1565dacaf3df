package dev.perigee.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.CommandQuery;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.store.PlanPage;
import dev.perigee.testkit.store.SampleCommand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/// How PostgreSQL runs the statements on commands: by the indexes made for them, whatever it believes about how
/// many commands there are.
class PostgresQueryPlanTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        PGSimpleDataSource source = new Database(TestServer.database()).source();
        // The extended protocol wants values for the parameters of what is only to be explained.
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        connection = source.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void thePlansAreThoseOfThePage() {
        PlanPage.check("PostgreSQL", plans());
    }

    @Test
    void thePlansStayWhenTheTablesAreEmptiedAndWhenThereIsHistory() throws SQLException {
        Map<String, List<String>> first = plans();
        ConnectionPool.update(connection, "VACUUM ANALYZE");
        assertSame(first);

        PostgresHistory.fill(connection, 20_000);
        ConnectionPool.update(connection, "VACUUM ANALYZE");
        assertSame(first);
    }

    private void assertSame(Map<String, List<String>> first) {
        Map<String, List<String>> now = plans();
        first.forEach(
                (purpose, plan) -> assertThat(now.get(purpose)).as(purpose).isEqualTo(plan));
    }

    private Map<String, List<String>> plans() {
        Map<String, List<String>> plans = new LinkedHashMap<>();
        plans.put("insert", plan(InsertStep.PLAIN));
        plans.put("insert, with keys, redrives, holds among them", plan(InsertStep.ANY));
        plans.put("lease, acknowledge, release", plan(MoveStep.PLAIN));
        plans.put("the same, with wishes to cancel among them", plan(MoveStep.WITH_CANCEL));
        plans.put("end", plan(EndStep.PLAIN));
        plans.put("pass the fence", plan(Fence.PASS));
        plans.put("find by ids", plan(CommandSql.FIND));
        plans.put("what is queued", plan(CommandSql.QUEUED));
        plans.put("how many are queued before", plan(CommandSql.QUEUED_BEFORE));
        plans.put("find by key", plan(CommandSql.FIND_BY_KEY));
        plans.put("find what stands in for a dead letter", plan(CommandSql.FIND_REDRIVE));
        plans.put("holds, times to live and executions that are over", plan(CommandSql.DUE));
        plans.put("leases that are over", plan(CommandSql.DUE_WITH_ATTEMPTS_LEFT));
        plans.put("what is to be cancelled", plan(CommandSql.CANCELLING));
        plans.put("prune", plan(CommandSql.PRUNE));
        plans.put("count a broadcast", plan(CommandSql.TALLY));
        plans.put("a page of a broadcast", plan(CommandSql.OF_BROADCAST));
        plans.put("what an abort cancels", plan(CommandSql.UNCANCELLED));
        CommandQuery newest = CommandQuery.newest(50);
        plans.put("list", plan(Listing.of(newest).sql()));
        plans.put(
                "list one state",
                plan(Listing.of(newest.in(CommandState.FAILED)).sql()));
        plans.put(
                "list one satellite",
                plan(Listing.of(newest.of(SampleCommand.SATELLITE)).sql()));
        plans.put(
                "list what is queued",
                plan(Listing.of(newest.in(CommandState.QUEUED)).sql()));
        plans.put(
                "list what is leased",
                plan(Listing.of(newest.in(CommandState.LEASED)).sql()));
        plans.put(
                "list one correlation", plan(Listing.of(newest.correlated("c")).sql()));
        plans.put(
                "list dead letters",
                plan(Listing.of(CommandQuery.deadLetters(50)).sql()));
        return plans;
    }

    private List<String> plan(String sql) {
        AtomicInteger parameter = new AtomicInteger();
        String numbered = "EXPLAIN (GENERIC_PLAN, COSTS OFF) "
                + Pattern.compile("\\?").matcher(sql).replaceAll(_ -> "\\$" + parameter.incrementAndGet());
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(numbered)) {
            List<String> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(row.getString(1));
            }
            return lines;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
