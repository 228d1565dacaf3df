package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.store.broadcast.BroadcastSql;
import dev.perigee.testkit.store.BroadcastStoreContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteBroadcastStoreTest extends BroadcastStoreContract {
    private Path file;
    private SqliteStores stores;

    @BeforeEach
    void open(@TempDir Path directory) {
        file = TestDatabase.in(directory);
        stores = SqliteStores.open(file);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Override
    protected BroadcastStore store() {
        return stores.broadcasts();
    }

    @Override
    protected CommandStore commands() {
        return stores.commands();
    }

    @Test
    void countingTouchesNothingButTheIndex() throws SQLException {
        assertThat(plan(CommandSql.TALLY))
                .isEqualTo("SEARCH command USING COVERING INDEX command_broadcast (broadcast_id=?)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CommandSql.OF_BROADCAST,
                CommandSql.OF_BROADCAST_IN,
                CommandSql.UNCANCELLED,
                BroadcastSql.LIVE,
                BroadcastSql.FIND_BY_KEY,
                BroadcastSql.COUNT_LIVE
            })
    void whatIsAskedOftenIsReadFromAnIndex(String sql) throws SQLException {
        assertThat(plan(sql)).contains("INDEX").doesNotContain("SCAN c").doesNotContain("TEMP B-TREE");
    }

    private String plan(String sql) throws SQLException {
        try (Session session = new DatabaseFile(file).openReader()) {
            return String.join("; ", session.query(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql));
        }
    }
}
