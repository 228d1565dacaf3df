package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk, played by the most pages that SQLite lets a database have.
class DiskFullTest {
    private static final Result LARGE = new Result.Completed(0, Output.of("x".repeat(500_000)), Output.EMPTY, 1);

    private SqliteStores stores;
    private CommandStore store;

    @BeforeEach
    void open(@TempDir Path directory) {
        stores = SqliteStores.open(TestDatabase.in(directory));
        store = stores.commands();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void anInsertionThatDoesNotFitHasNotHappened() {
        fill();
        Command refused = large();

        assertThatThrownBy(() -> store.insert(refused)).isInstanceOf(StoreUnavailable.class);

        assertThat(store.find(refused.id())).isEmpty();
        assertThat(store.queued(SampleCommand.SATELLITE, 10)).isEmpty();
    }

    @Test
    void thereIsRoomAgainAndTheWriterGoesOn() {
        fill();
        Command refused = large();
        assertThatThrownBy(() -> store.insert(refused)).isInstanceOf(StoreUnavailable.class);

        makeRoom();

        assertThat(store.insert(refused)).isEqualTo(new Insertion.Accepted(refused));
        assertThat(store.find(refused.id())).contains(refused);
    }

    @Test
    void ofABatchThatDoesNotFitNothingIsApplied() {
        Command small = SampleCommand.ping();
        Command big = SampleCommand.ping();
        store.insert(small);
        store.insert(big);
        fill();

        assertThatThrownBy(() -> store.apply(
                        List.of(SampleMove.acknowledged(small, SampleCommand.START), SampleMove.ended(big, LARGE))))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(store.findAll(List.of(small.id(), big.id()))).containsExactlyInAnyOrder(small, big);
    }

    private static Command large() {
        return SampleCommand.sample()
                .key("operator", "k")
                .spec(new CommandSpec.Exec("/bin/true", List.of("x".repeat(60_000)), Map.of(), null))
                .build();
    }

    private void fill() {
        pragma("PRAGMA max_page_count = 1");
    }

    private void makeRoom() {
        pragma("PRAGMA max_page_count = 1000000");
    }

    private void pragma(String sql) {
        UnitWrite.lazily(stores.writer(), session -> {
            session.pragma(sql);
            return true;
        });
    }
}
