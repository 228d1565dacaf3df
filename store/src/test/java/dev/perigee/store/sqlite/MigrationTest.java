package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.testkit.store.SampleCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of version 1, with what was in it, brought up to date.
class MigrationTest {
    private static final String ENDED = "01kdvdna3v2tm94xkt50dstm75";
    private static final String QUEUED = "01kdvdna3w2tm94xkt50dstm76";
    private static final long SUBMITTED = SampleCommand.START.toEpochMilli();

    private DatabaseFile file;

    @BeforeEach
    void makeVersion1(@TempDir Path directory) throws SQLException {
        file = new DatabaseFile(directory.resolve("perigee.db"));
        Flyway.configure()
                .dataSource(file.writable())
                .locations("classpath:db/migration/sqlite")
                .target("1")
                .load()
                .migrate();
        try (Session session = file.openWriter()) {
            insert(session, 1, ENDED, "completed", null);
            insert(session, 2, QUEUED, "queued", SUBMITTED + 60_000);
            session.update("INSERT INTO command_result VALUES (1, ?)", (Object)
                    "{\"outcome\":\"unsupported\",\"type\":\"reboot\"}".getBytes(StandardCharsets.UTF_8));
            session.update("INSERT INTO idempotency_key VALUES ('operator', 'k', 1, ?)", SUBMITTED + 86_400_000);
        }
    }

    @Test
    void whatWasThereIsThereWithTheDefaultsOfBefore() {
        try (SqliteStores stores = SqliteStores.open(file.path())) {
            Command ended = stores.commands().find(new CommandId(ENDED)).orElseThrow();
            assertThat(ended.status().state()).isEqualTo(CommandState.COMPLETED);
            assertThat(ended.status().result()).isPresent();
            assertThat(ended.terms().attemptsMax()).isEqualTo(3);
            assertThat(stores.commands().list(CommandQuery.newest(10)))
                    .extracting(command -> command.id().value())
                    .containsExactly(QUEUED, ENDED);
            assertThat(stores.commands().queued(SampleCommand.SATELLITE, 10))
                    .extracting(command -> command.id().value())
                    .containsExactly(QUEUED);
        }
    }

    @Test
    void keysLeadWhereTheyLedAndArePrunedWithTheirCommand() {
        try (SqliteStores stores = SqliteStores.open(file.path())) {
            assertThat(stores.commands()
                            .insert(SampleCommand.sample().key("operator", "k").build()))
                    .isInstanceOfSatisfying(
                            Insertion.Repeated.class,
                            repeated ->
                                    assertThat(repeated.first().id().value()).isEqualTo(ENDED));
            Instant later = SampleCommand.START.plus(Duration.ofDays(2));

            assertThat(stores.commands().prune(CommandState.COMPLETED, later, later, 10))
                    .isEqualTo(1);
            assertThat(stores.commands().find(new CommandId(ENDED))).isEmpty();
        }
    }

    private static void insert(Session session, int seq, String id, String state, @Nullable Long due)
            throws SQLException {
        session.update("""
                INSERT INTO command (seq, id, satellite_id, caller, idempotency_key, spec, priority, submitted_at,
                                     expires_at, timeout, idempotent, state, attempts, changed_at, due_at, revision)
                VALUES (?, ?, 'sat-1', 'operator', 'k', '{"type":"ping"}', 2, ?, ?, 30000, 0, ?, 0, ?, ?, 0)
                """, seq, id, SUBMITTED, SUBMITTED + 60_000, state, SUBMITTED, due);
    }
}
