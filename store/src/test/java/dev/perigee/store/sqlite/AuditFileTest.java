package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Deed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void itIsReadAsOfOneMomentWhileSomebodyWrites() {
        Path path = TestDatabase.in(directory);
        try (SqliteStores stores = SqliteStores.open(path)) {
            stores.audit().append(deed("a"), NOW);
            try (AuditFile file = AuditFile.open(path)) {
                stores.audit().append(deed("b"), NOW);
                assertThat(file.log().after(0, 10)).hasSize(1);
                assertThat(file.log().chain()).isEqualTo(stores.audit().chain());
            }
            try (AuditFile file = AuditFile.open(path)) {
                assertThat(file.log().after(0, 10)).hasSize(2);
            }
        }
    }

    @Test
    void afterwardsTheDirectoryIsAsItWas() throws IOException {
        Path path = TestDatabase.in(Files.createDirectory(directory.resolve("with #, ?, ä and %20")));
        try (SqliteStores stores = SqliteStores.open(path)) {
            stores.audit().append(deed("a"), NOW);
        }
        byte[] before = Files.readAllBytes(path);
        try (AuditFile file = AuditFile.open(path)) {
            assertThat(file.log().after(0, 10)).hasSize(1);
            assertThatThrownBy(() -> file.log().append(deed("b"), NOW)).isInstanceOf(StoreUnavailable.class);
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        try (Stream<Path> files = Files.list(path.resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatACrashLeftIsRead() throws IOException {
        Path path = TestDatabase.in(directory);
        Path copy;
        try (SqliteStores stores = SqliteStores.open(path)) {
            stores.audit().append(deed("a"), NOW);
            copy = TestDatabase.copyAfterCrash(path, directory.resolve("crashed"));
        }
        try (AuditFile file = AuditFile.open(copy)) {
            assertThat(file.log().after(0, 10)).hasSize(1);
        }
    }

    @Test
    void aCheckpointThatCannotBeReadIsOneThatNobodySigned() throws Exception {
        Path path = TestDatabase.in(directory);
        try (SqliteStores stores = SqliteStores.open(path)) {
            stores.audit().append(deed("a"), NOW);
        }
        execute(path, "INSERT INTO audit_checkpoint (number, hash, seal) VALUES (1, 'x', 'nonsense')");
        try (AuditFile file = AuditFile.open(path)) {
            List<AuditLine> lines = file.log().after(0, 10);
            assertThat(lines).hasSize(2);
            assertThat(lines.getLast())
                    .isInstanceOfSatisfying(
                            AuditLine.Seal.class,
                            seal -> assertThat(seal.checkpoint().key()).isEmpty());
        }
    }

    @Test
    void whatIsNoSuchDatabaseIsSaid() throws Exception {
        assertThatThrownBy(() -> AuditFile.open(directory.resolve("none.db")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("none.db\": expected a file that exists");
        Path older = directory.resolve("older.db");
        execute(older, "CREATE TABLE command (id TEXT)");
        assertThatThrownBy(() -> AuditFile.open(older))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("expected one with an audit log");
        Path text = Files.writeString(
                directory.resolve("text.db"), "no database at all, but longer than a header".repeat(99));
        assertThatThrownBy(() -> AuditFile.open(text))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("text.db");
    }

    private static void execute(Path path, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Deed deed(String subject) {
        return new Deed("operator", AuditAct.COMMAND_SUBMITTED, subject);
    }
}
