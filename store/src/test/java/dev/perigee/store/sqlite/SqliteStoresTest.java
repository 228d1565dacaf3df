package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import dev.perigee.testkit.store.SampleToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoresTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        Path file = directory.resolve("perigee.db");
        Command ended;
        try (SqliteStores stores = SqliteStores.open(file)) {
            ended = someHistory(stores);
        }

        assertThat(TestDatabase.log(file)).doesNotExist();
        try (SqliteStores stores = SqliteStores.open(file)) {
            assertHistory(stores, ended);
        }
    }

    @Test
    void aDirectoryMayHaveAnyName() throws IOException {
        Path file = Files.createDirectory(directory.resolve("a?mode=memory&b#c%20d ä;e"))
                .resolve("perigee.db");
        Command ended;
        try (SqliteStores stores = SqliteStores.open(file)) {
            ended = someHistory(stores);
        }

        assertThat(Files.size(file)).isPositive();
        try (SqliteStores stores = SqliteStores.open(file)) {
            assertHistory(stores, ended);
        }
    }

    @Test
    void whatWasWrittenIsThereAfterACrash() throws IOException {
        Path file = TestDatabase.in(directory);
        try (SqliteStores stores = SqliteStores.open(file)) {
            Command ended = someHistory(stores);
            Path left = TestDatabase.copyAfterCrash(file, directory.resolve("left"));

            try (SqliteStores after = SqliteStores.open(left)) {
                assertHistory(after, ended);
                after.commands().insert(SampleCommand.ping());
            }
        }
    }

    @Test
    void endsAndAcceptancesWaitForTheDiskAndLeasesDoNot() {
        try (SqliteStores stores = SqliteStores.open(TestDatabase.in(directory))) {
            Command command = SampleCommand.ping();
            stores.commands().insert(command);
            Command leased = SampleMove.apply(
                    stores.commands(), SampleMove.leased(command, SampleCommand.START.plusSeconds(30)));
            SampleMove.apply(stores.commands(), SampleMove.ended(leased, SampleMove.COMPLETED));
            stores.fleet().keepLastSeen(Map.of(SampleCommand.SATELLITE, SampleCommand.START));

            assertThat(stores.writer().commits()).isEqualTo(new BatchTransaction.Commits(2, 2));
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws SQLException {
        Path file = TestDatabase.in(directory);
        try (Session session = new DatabaseFile(file).openWriter()) {
            session.update("""
                    INSERT INTO flyway_schema_history
                    SELECT installed_rank + 90, '99', description, type, script, checksum, installed_by, installed_on,
                           1, 1
                    FROM flyway_schema_history WHERE version = '1'
                    """);
        }

        assertThatThrownBy(() -> SqliteStores.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it has schema 99, expected at most " + Schema.VERSION);
    }

    @Test
    void theSchemaIsTheOneThisVersionKnows() throws SQLException {
        try (Session session = new DatabaseFile(TestDatabase.in(directory)).openReader()) {
            assertThat(session.query(
                            row -> row.getInt(1), "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"))
                    .containsExactly(Schema.VERSION);
        }
    }

    @Test
    void whatIsNotADatabaseIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "not a database, ".repeat(500));

        assertThatThrownBy(() -> SqliteStores.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("notes.txt");
        assertThat(file).content().startsWith("not a database");
    }

    @Test
    void aMissingDirectoryIsRefused() {
        Path file = directory.resolve("missing").resolve("perigee.db");

        assertThatThrownBy(() -> SqliteStores.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("missing");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerMayReadTheDatabaseAndItsLog() throws IOException {
        Path file = directory.resolve("perigee.db");
        try (SqliteStores stores = SqliteStores.open(file)) {
            stores.commands().insert(SampleCommand.ping());

            for (Path path : new Path[] {file, TestDatabase.log(file)}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void closedStoresRefuseEverything() {
        SqliteStores stores = SqliteStores.open(TestDatabase.in(directory));
        stores.close();
        stores.close();

        Command command = SampleCommand.ping();
        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.commands().find(command.id())).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.fleet().list()).isInstanceOf(StoreUnavailable.class);
    }

    /// A command that ended, a satellite and a token used up; returns the command.
    private static Command someHistory(SqliteStores stores) {
        Command command = SampleCommand.sample().key("operator", "k").build();
        stores.commands().insert(command);
        Command leased =
                SampleMove.apply(stores.commands(), SampleMove.leased(command, SampleCommand.START.plusSeconds(30)));
        stores.fleet()
                .addToken(SampleToken.of(SampleToken.id("token"), SampleCommand.START.plusSeconds(60), null, null));
        stores.fleet().enroll(SampleToken.id("token"), satellite(), SampleCommand.START);
        return SampleMove.apply(stores.commands(), SampleMove.ended(leased, SampleMove.COMPLETED));
    }

    private static void assertHistory(SqliteStores stores, Command ended) {
        assertThat(stores.commands().find(ended.id())).contains(ended);
        assertThat(stores.fleet().list()).containsExactly(satellite());
    }

    private static Satellite satellite() {
        return new Satellite(
                SampleCommand.SATELLITE,
                SatelliteProfile.of("1.0", "linux/x86_64"),
                null,
                Digest.of("secret"),
                SampleCommand.START,
                SampleCommand.START);
    }
}
