package dev.perigee.satellite.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.satellite.Deliveries;
import dev.perigee.satellite.command.Handling;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Slots slots = new Slots(2);
    private final AtomicInteger freed = new AtomicInteger();

    @Test
    void allFreeSlotsAreReservedAtOnce() throws InterruptedException {
        assertThat(slots.reserve(LONG)).isEqualTo(2);
        assertThat(slots.reserve(Duration.ZERO)).isZero();
    }

    @Test
    void whoeverWaitsForASlotGetsItWhenItIsFree() throws Exception {
        slots.reserve(LONG);
        FutureTask<Integer> waiting = new FutureTask<>(() -> slots.reserve(LONG));
        Thread.ofVirtual().start(waiting);

        slots.release(1);

        assertThat(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void whatWaitsGetsASlotBeforeAnythingIsAskedFor() throws InterruptedException {
        slots.reserve(LONG);
        Slots.Task waiting = task();
        assertThat(slots.enter(waiting)).isFalse();
        slots.whenFree(freed::incrementAndGet);

        assertThat(slots.release(1)).containsExactly(waiting);

        assertThat(slots.running(waiting.id())).contains(waiting);
        assertThat(freed).hasValue(0);
        assertThat(slots.reserve(Duration.ZERO)).isZero();
    }

    @Test
    void whatIsWithdrawnDoesNotWaitAnyMore() throws InterruptedException {
        slots.reserve(LONG);
        Slots.Task waiting = task();
        slots.enter(waiting);

        assertThat(slots.withdraw(waiting.id())).isTrue();
        assertThat(slots.withdraw(waiting.id())).isFalse();
        assertThat(slots.release(1)).isEmpty();
    }

    @Test
    void oneIsToldOnceThatASlotIsFree() throws InterruptedException {
        slots.reserve(LONG);
        slots.whenFree(() -> freed.addAndGet(100));
        slots.whenFree(freed::incrementAndGet);

        slots.release(1);
        slots.release(1);

        assertThat(freed).hasValue(1);
    }

    @Test
    void oneIsToldAtOnceWhereASlotIsFreeAlready() {
        slots.whenFree(freed::incrementAndGet);

        assertThat(freed).hasValue(1);
    }

    @Test
    void nothingThatWaitsGetsASlotAfterTheClose() throws InterruptedException {
        slots.reserve(LONG);
        slots.enter(task());
        slots.close();

        assertThat(slots.release(2)).isEmpty();
        assertThat(slots.awaitAllFree(LONG)).isTrue();
    }

    @Test
    void waitingForAllToBeFreeEndsInTime() throws InterruptedException {
        assertThat(slots.enter(task())).isTrue();

        assertThat(slots.awaitAllFree(Duration.ofMillis(1))).isFalse();
    }

    private static Slots.Task task() {
        return new Slots.Task(
                Deliveries.exec("ls"),
                new Handling.Work(_ -> new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0), () -> {}));
    }
}
