package dev.perigee.store.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LaneTest {
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("caller").start(task);

    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(2);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Lane<Doubling> lane =
            new Lane<>("test", this::execute, new Lane.Limits(10, 4, 2, Duration.ofMillis(50)));

    private static final class Doubling extends Pending<Integer> {
        private final int number;

        Doubling(int number) {
            this.number = number;
        }
    }

    @Test
    void asManyLeadAsMayAndTheRestShareTheNextBatches() {
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        calls.add(call(1));
        calls.add(call(2));
        await(entered);
        for (int number = 3; number <= 10; number++) {
            calls.add(waiting(number));
        }

        gate.countDown();

        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).join()).isEqualTo(2 * (i + 1));
        }
        assertThat(batches).contains(1, 4).allMatch(size -> size <= 4);
        assertThat(batches.stream().mapToInt(size -> size)).hasSizeLessThan(10);
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void whatTheExecutorThrowsComesOfTheWholeBatchAndTheLaneGoesOn() {
        gate.countDown();

        assertThatThrownBy(() -> call(-1).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("negative");

        assertThat(call(7).join()).isEqualTo(14);
    }

    @Test
    void aClosedLaneHasAnsweredAll() {
        CompletableFuture<Integer> first = call(1);
        CompletableFuture<Integer> second = call(2);
        await(entered);
        CompletableFuture<Integer> third = waiting(3);
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(lane::close, THREADS);

        gate.countDown();

        assertThat(closed.join()).isTrue();
        assertThat(List.of(first.join(), second.join(), third.join())).containsExactly(2, 4, 6);
        assertThat(lane.close()).isFalse();
    }

    private void execute(List<Doubling> batch) {
        entered.countDown();
        await(gate);
        batches.add(batch.size());
        for (Doubling doubling : batch) {
            if (doubling.number < 0) {
                throw new IllegalArgumentException("negative");
            }
            doubling.succeed(2 * doubling.number);
        }
    }

    private CompletableFuture<Integer> call(int number) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Doubling doubling = new Doubling(number);
                    lane.run(doubling);
                    return doubling.result();
                },
                THREADS);
    }

    /// Starts a call and returns when it waits for a leader.
    private CompletableFuture<Integer> waiting(int number) {
        int before = lane.waiting();
        CompletableFuture<Integer> call = call(number);
        while (lane.waiting() == before) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
        return call;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
