package dev.perigee.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Decision;
import dev.perigee.control.command.Insertion;
import dev.perigee.testkit.store.Crowd;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a caller is told when the connection breaks, and what is there then.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LostConnectionTest {
    private CuttingProxy proxy;
    private PostgresConfig database;
    private PostgresStores stores;
    private CommandStore store;

    @BeforeEach
    void open() throws IOException {
        database = TestServer.database();
        proxy = new CuttingProxy(TestServer.address(database));
        stores = PostgresStores.open(through(Duration.ofSeconds(5)), System::nanoTime);
        store = stores.commands();
    }

    @AfterEach
    void close() throws IOException {
        proxy.comeBack();
        stores.close();
        proxy.close();
    }

    @Test
    void anInsertionWhoseAnswerIsLostIsAcceptedOnce() {
        Command command = SampleCommand.ping();
        proxy.cut(CuttingProxy.Cut.ANSWER);

        assertThat(store.insert(command)).isEqualTo(new Insertion.Accepted(command));

        assertThat(store.queued(SampleCommand.SATELLITE, 10)).containsExactly(command);
    }

    @Test
    void anInsertionThatNeverArrivesIsMadeAgain() {
        Command command = SampleCommand.ping();
        proxy.cut(CuttingProxy.Cut.REQUEST);

        assertThat(store.insert(command)).isEqualTo(new Insertion.Accepted(command));

        assertThat(store.queued(SampleCommand.SATELLITE, 10)).containsExactly(command);
    }

    @Test
    void aRepeatedKeyWhoseAnswerIsLostGivesTheFirstCommand() {
        Command first = SampleCommand.sample().key("operator", "k").build();
        store.insert(first);
        proxy.cut(CuttingProxy.Cut.ANSWER);

        assertThat(store.insert(SampleCommand.sample().key("operator", "k").build()))
                .isEqualTo(new Insertion.Repeated(first));
    }

    @Test
    void movesWhoseAnswerIsLostAreAppliedOnce() {
        Command first = inserted();
        Command changed = inserted();
        SampleMove.apply(store, SampleMove.leased(changed, SampleCommand.START.plusSeconds(30)));
        Decision.Move end = SampleMove.ended(first, SampleMove.COMPLETED);
        proxy.cut(CuttingProxy.Cut.ANSWER);

        assertThat(store.apply(List.of(end, SampleMove.ended(changed, SampleMove.COMPLETED))))
                .containsExactly(true, false);

        assertThat(store.find(first.id())).contains(end.moved());
    }

    @Test
    void aLeaseThatNeverArrivesIsMadeAgain() {
        Decision.Move lease = SampleMove.leased(inserted(), SampleCommand.START.plusSeconds(30));
        proxy.cut(CuttingProxy.Cut.REQUEST);

        assertThat(store.apply(List.of(lease))).containsExactly(true);
    }

    @Test
    void ofACrowdWhoseConnectionsAreCutEveryInsertionIsAcceptedOnce() {
        List<Insertion> insertions = Crowd.run(24, i -> () -> {
            Command command = SampleCommand.ping();
            if (i % 6 == 0) {
                proxy.cut(i % 4 == 0 ? CuttingProxy.Cut.ANSWER : CuttingProxy.Cut.REQUEST);
            }
            return store.insert(command);
        });

        assertThat(insertions).allSatisfy(insertion -> assertThat(insertion).isInstanceOf(Insertion.Accepted.class));
        assertThat(store.queued(SampleCommand.SATELLITE, 100)).hasSize(24);
    }

    @Test
    void readsAndWritesGoOnAfterTheServerHasEndedEveryConnection() {
        Command command = inserted();
        TestServer.endConnections(database);

        assertThat(store.find(command.id())).contains(command);
        assertThat(store.insert(SampleCommand.ping())).isInstanceOf(Insertion.Accepted.class);
        assertThat(store.apply(List.of(SampleMove.leased(command, SampleCommand.START.plusSeconds(30)))))
                .containsExactly(true);
    }

    @Test
    void aCommitThatNobodyCanAskAboutIsNotSaidToHaveFailed() {
        reopen(Duration.ofMillis(300));
        Command doubtful = SampleCommand.ping();
        proxy.cutAndGoAway(CuttingProxy.Cut.ANSWER);

        assertThatThrownBy(() -> store.insert(doubtful))
                .isInstanceOf(OutcomeUnknown.class)
                .hasMessageContaining("look before asking again");

        proxy.comeBack();
        Command next = inserted();
        assertThat(store.queued(SampleCommand.SATELLITE, 10)).containsExactly(doubtful, next);
    }

    @Test
    void whatComesWhileTheDatabaseIsAwayHasNotHappened() {
        reopen(Duration.ofMillis(300));
        proxy.goAway();
        Command command = SampleCommand.ping();
        assertThatThrownBy(() -> store.insert(command)).isInstanceOf(RuntimeException.class);

        assertThatThrownBy(() -> store.insert(command))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("cannot be reached");

        proxy.comeBack();
        assertThat(store.find(command.id())).isEmpty();
        assertThat(store.insert(command)).isEqualTo(new Insertion.Accepted(command));
    }

    private Command inserted() {
        Command command = SampleCommand.ping();
        store.insert(command);
        return command;
    }

    private void reopen(Duration patience) {
        stores.close();
        stores = PostgresStores.open(through(patience), System::nanoTime);
        store = stores.commands();
    }

    private PostgresConfig through(Duration patience) {
        String url = database.url().replaceFirst("//[^/]*/", "//127.0.0.1:" + proxy.port() + "/");
        return new PostgresConfig(url, database.user(), database.password(), 3, patience);
    }
}
