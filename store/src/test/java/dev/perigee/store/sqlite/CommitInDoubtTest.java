package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A database that fails in or after what it was asked to do.
class CommitInDoubtTest {
    private static final int FULL = 2;

    private final Command command = SampleCommand.ping();
    private SQLiteErrorCode code = SQLiteErrorCode.SQLITE_IOERR;
    private boolean undoes;
    private String failing = "";
    private boolean late;
    private int synchronous;
    private SqliteStores stores;

    @BeforeEach
    void open(@TempDir Path directory) {
        DatabaseFile file = new DatabaseFile(TestDatabase.in(directory), this::failing);
        stores = SqliteStores.open(file, GroupCommitWriter.LIMITS);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aCommitThatFailedThoughItWasMadeIsInDoubt() {
        fail("COMMIT", true);

        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(OutcomeUnknown.class);
        assertThat(stores.commands().find(command.id())).contains(command);
    }

    @Test
    void aCommitThatFailedAndCouldBeUndoneHasNotHappened() {
        fail("COMMIT", false);

        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(StoreUnavailable.class);
        assertThat(stores.commands().find(command.id())).isEmpty();
    }

    @Test
    void aCommitOfWhichTheLastPageCouldNotBeWrittenHasNotHappened() {
        fail("COMMIT", false);
        undoes = true;
        code = SQLiteErrorCode.SQLITE_IOERR_WRITE;

        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(StoreUnavailable.class);
        assertThat(stores.commands().find(command.id())).isEmpty();
    }

    @Test
    void aCommitThatFailedInAnyOtherWayAndUndidItselfIsInDoubt() {
        fail("COMMIT", false);
        undoes = true;

        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void afterASwitchThatFailedThoughItWasMadeAcceptancesStillWaitForTheDisk() {
        stores.commands().insert(command);
        fail("PRAGMA synchronous = NORMAL", true);
        assertThatThrownBy(() -> stores.commands()
                        .apply(List.of(SampleMove.leased(command, SampleCommand.START.plusSeconds(30)))))
                .isInstanceOf(StoreUnavailable.class);

        stores.commands().insert(SampleCommand.ping());

        assertThat(synchronous).isEqualTo(FULL);
    }

    private void fail(String sql, boolean later) {
        failing = sql;
        late = later;
    }

    private Connection failing(Connection real) {
        return FaultyConnection.around(real, (_, sql, execution) -> {
            boolean fails = sql.equals(failing);
            if (fails) {
                failing = "";
            }
            if (fails && !late) {
                undo(real);
                throw failure();
            }
            Object outcome = execution.run();
            if (fails) {
                throw failure();
            }
            if (sql.equals("COMMIT")) {
                try (var statement = real.createStatement();
                        var row = statement.executeQuery("PRAGMA synchronous")) {
                    synchronous = row.getInt(1);
                }
            }
            return outcome;
        });
    }

    /// As SQLite does after a failure that is grave enough.
    private void undo(Connection real) throws SQLException {
        if (undoes) {
            try (var statement = real.createStatement()) {
                statement.execute("ROLLBACK");
            }
        }
    }

    private SQLException failure() {
        return new SQLiteException(code.message, code);
    }
}
