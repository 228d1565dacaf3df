package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.store.commit.Lane;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupCommitWriterTest {
    private static final int WAITING_MAX = 64;
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("caller").start(task);

    private final CountDownLatch gate = new CountDownLatch(1);
    private DatabaseFile file;
    private GroupCommitWriter writer;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        file = new DatabaseFile(directory.resolve("writer.db"));
        writer = new GroupCommitWriter(file.openWriter(), new Lane.Limits(WAITING_MAX, 100, 1, Duration.ofMillis(50)));
        UnitWrite.durably(writer, session -> session.update("CREATE TABLE word (text TEXT PRIMARY KEY) STRICT"));
    }

    @AfterEach
    void close() {
        gate.countDown();
        writer.close();
    }

    @Test
    void allThatWaitsTakesOneCommit() {
        BatchTransaction.Commits before = writer.commits();
        CompletableFuture<?> held = hold();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < WAITING_MAX; i++) {
            String word = "w" + i;
            writes.add(queue(() -> UnitWrite.durably(writer, insert(word))));
        }

        gate.countDown();
        held.join();
        writes.forEach(CompletableFuture::join);

        assertThat(words()).hasSize(WAITING_MAX);
        assertThat(writer.commits()).isEqualTo(new BatchTransaction.Commits(before.durable() + 1, before.lazy() + 1));
    }

    @Test
    void aWriteThatThrowsIsUndoneAloneAndItsCallerIsTold() {
        CompletableFuture<?> held = hold();
        CompletableFuture<Integer> first = queue(() -> UnitWrite.durably(writer, insert("first")));
        CompletableFuture<Integer> thrown = queue(() -> UnitWrite.durably(writer, session -> {
            session.update("INSERT INTO word VALUES ('half')");
            throw new IllegalStateException("thought better of it");
        }));
        CompletableFuture<Integer> refused = queue(() -> UnitWrite.durably(writer, insert("first")));
        CompletableFuture<Integer> last = queue(() -> UnitWrite.lazily(writer, insert("last")));
        long before = writer.commits().durable();

        gate.countDown();
        held.join();

        assertThat(first.join()).isEqualTo(1);
        assertThat(last.join()).isEqualTo(1);
        assertThatThrownBy(thrown::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("thought better of it");
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(StoreUnavailable.class)
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(words()).containsExactly("first", "last");
        assertThat(writer.commits().durable()).isEqualTo(before + 1);
    }

    @Test
    void theWriterSurvivesAnError() {
        assertThatThrownBy(() -> UnitWrite.durably(writer, _ -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(UnitWrite.durably(writer, insert("next"))).isEqualTo(1);
        assertThat(words()).containsExactly("next");
    }

    @Test
    void aFullQueueRefusesAfterItsPatience() {
        CompletableFuture<?> held = hold();
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (int i = 0; i < WAITING_MAX; i++) {
            String word = "w" + i;
            writes.add(queue(() -> UnitWrite.durably(writer, insert(word))));
        }

        assertThatThrownBy(() -> UnitWrite.durably(writer, insert("too many")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(WAITING_MAX + " calls wait already");

        gate.countDown();
        held.join();
        writes.forEach(CompletableFuture::join);
        assertThat(words()).hasSize(WAITING_MAX).doesNotContain("too many");
    }

    @Test
    void closingFinishesWhatWaitsAndRefusesWhatComes() {
        CompletableFuture<?> held = hold();
        CompletableFuture<Integer> waiting = queue(() -> UnitWrite.durably(writer, insert("waiting")));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(writer::close, THREADS);

        gate.countDown();
        held.join();
        closed.join();

        assertThat(waiting.join()).isEqualTo(1);
        assertThatThrownBy(() -> UnitWrite.lazily(writer, insert("late"))).isInstanceOf(StoreUnavailable.class);
        assertThat(TestDatabase.log(file.path())).doesNotExist();
        assertThat(words()).containsExactly("waiting");
    }

    /// Makes the writer wait at the gate.
    private CompletableFuture<?> hold() {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(
                () -> UnitWrite.lazily(writer, _ -> {
                    entered.countDown();
                    return await(gate);
                }),
                THREADS);
        assertThat(await(entered)).isTrue();
        return held;
    }

    /// Starts a write on a thread of its own and returns when it waits for the writer.
    private <T> CompletableFuture<T> queue(Supplier<T> write) {
        int before = writer.waiting();
        CompletableFuture<T> future = CompletableFuture.supplyAsync(write, THREADS);
        while (writer.waiting() == before) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
        return future;
    }

    private List<String> words() {
        try (Session session = file.openReader()) {
            return session.query(row -> row.getString(1), "SELECT text FROM word ORDER BY text");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static UnitWrite.Unit<Integer> insert(String word) {
        return session -> session.update("INSERT INTO word VALUES (?)", word);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
