package dev.perigee.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PostgresStoresTest {
    /// Long before any wait for the database would end.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        PostgresConfig database = TestServer.emptyDatabase();
        Command ended;
        try (PostgresStores stores = open(database)) {
            Command command = SampleCommand.sample().key("operator", "k").build();
            stores.commands().insert(command);
            ended = SampleMove.apply(stores.commands(), SampleMove.ended(command, SampleMove.COMPLETED));
        }

        try (PostgresStores stores = open(database)) {
            assertThat(stores.commands().find(ended.id())).contains(ended);
        }
    }

    @Test
    void aDatabaseHasOneControlPlaneAtATime() {
        PostgresConfig database = TestServer.database();
        try (PostgresStores first = open(database)) {
            assertThatThrownBy(() -> open(database))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining(database.url())
                    .hasMessageContaining("another control plane is at work on this database");
            first.commands().insert(SampleCommand.ping());
        }

        open(database).close();
    }

    @Test
    void whoLostTheDatabaseToAnotherWritesNothingMore() throws IOException {
        PostgresConfig database = TestServer.database();
        try (CuttingProxy proxy = new CuttingProxy(TestServer.address(database));
                PostgresStores first = open(through(proxy, database))) {
            Command command = SampleCommand.ping();
            first.commands().insert(command);
            proxy.goAway();
            TestServer.endConnections(database);
            try (PostgresStores second = open(database)) {
                second.commands().insert(SampleCommand.ping());
            }
            proxy.comeBack();

            assertThatThrownBy(() -> first.commands().insert(SampleCommand.ping()))
                    .isInstanceOf(OutcomeUnknown.class);
            assertThatThrownBy(() -> first.commands().insert(SampleCommand.ping()))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("another control plane has taken this database over");
            assertThatThrownBy(() -> SampleMove.apply(
                            first.commands(), SampleMove.leased(command, SampleCommand.START.plusSeconds(30))))
                    .isInstanceOf(RuntimeException.class);
            assertThat(first.commands().queued(SampleCommand.SATELLITE, 10)).hasSize(2);
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        PostgresConfig database = TestServer.database();
        TestServer.runIn(database, """
                INSERT INTO flyway_schema_history
                SELECT installed_rank + 90, '99', description, type, script, checksum, installed_by, installed_on, 1, true
                FROM flyway_schema_history WHERE version = '1'
                """);

        assertThatThrownBy(() -> open(database))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("it has schema 99, expected at most " + Schema.VERSION);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        PostgresConfig nowhere =
                new PostgresConfig("jdbc:postgresql://127.0.0.1:1/perigee", "perigee", "secret", 2, Duration.ZERO);

        assertThatThrownBy(() -> open(nowhere))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/perigee")
                .hasMessageNotContaining("secret");
        assertThat(nowhere.toString()).contains("***").doesNotContain("secret");
    }

    @Test
    void closedStoresRefuseEverything() {
        PostgresStores stores = open(TestServer.database());
        stores.close();
        stores.close();

        Command command = SampleCommand.ping();
        assertThatThrownBy(() -> stores.commands().insert(command)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.commands().find(command.id())).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> stores.fleet().list()).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void whoWaitsForADatabaseThatIsAwayWaitsNoLongerThanToTheEnd() throws Exception {
        PostgresConfig database = TestServer.database();
        try (CuttingProxy proxy = new CuttingProxy(TestServer.address(database))) {
            PostgresStores stores = open(patient(through(proxy, database)));
            proxy.goAway();
            CompletableFuture<?> waiting = inserting(stores);

            stores.hurry();

            assertThat(waiting).failsWithin(AT_ONCE);
            stores.close();
        }
    }

    @Test
    void aSilentDatabaseDoesNotKeepItsControlPlaneFromEnding() throws Exception {
        PostgresConfig database = TestServer.database();
        try (CuttingProxy proxy = new CuttingProxy(TestServer.address(database))) {
            PostgresStores stores = open(patient(through(proxy, database)));
            proxy.fallSilent();
            CompletableFuture<?> writing = inserting(stores);
            CompletableFuture<?> reading =
                    CompletableFuture.runAsync(() -> stores.fleet().list(), THREADS);

            CompletableFuture<?> closing = CompletableFuture.runAsync(stores::close, THREADS);

            assertThat(closing).succeedsWithin(AT_ONCE);
            assertThat(writing).failsWithin(AT_ONCE);
            assertThat(reading).failsWithin(AT_ONCE);
            proxy.comeBack();
        }
    }

    @Test
    void aFullDiskIsCalledByItsName() {
        SQLException full = new SQLException("could not extend file", "53100");

        assertThat(Failure.of(full)).isEqualTo(Failure.UNABLE);
        assertThat(Failure.unavailable(full)).hasMessageContaining("the disk of the database is full");
    }

    private static CompletableFuture<?> inserting(PostgresStores stores) {
        return CompletableFuture.runAsync(() -> stores.commands().insert(SampleCommand.ping()), THREADS);
    }

    private static PostgresConfig patient(PostgresConfig config) {
        return new PostgresConfig(
                config.url(), config.user(), config.password(), config.connectionsMax(), Duration.ofMinutes(1));
    }

    private static PostgresStores open(PostgresConfig config) {
        return PostgresStores.open(config, System::nanoTime);
    }

    private static PostgresConfig through(CuttingProxy proxy, PostgresConfig database) {
        String url = database.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + proxy.port() + "/");
        return new PostgresConfig(url, database.user(), database.password(), 2, Duration.ofSeconds(3));
    }
}
