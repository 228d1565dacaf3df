package dev.perigee.testkit.simulation;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blocking code of a process among the events of a run: it has a thread of its own, which runs only while the one of
/// the events waits for it, so that there is never more than one.
final class Fibre {
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private @Nullable Throwable failure;
    private boolean over = true;
    private boolean cut;

    /// What is to be done; it waits for others only by `await`.
    @FunctionalInterface
    interface Body {
        void run() throws InterruptedException;
    }

    /// An answer, the first of those that come.
    private static final class Slot<T> {
        private @Nullable T value;
    }

    /// Runs `body` until it waits or ends; throws what it throws.
    void begin(Body body) {
        over = false;
        Thread.ofVirtual().name("fibre").start(() -> {
            turn.acquireUninterruptibly();
            try {
                body.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                over = true;
                back.release();
            }
        });
        resume();
    }

    /// Of the body: has `ask` ask for something, and waits until whoever was asked passes the answer on, in a later
    /// event.
    <T> T await(Consumer<Consumer<T>> ask) {
        Slot<T> slot = new Slot<>();
        ask.accept(value -> {
            if (slot.value == null && !over) {
                slot.value = value;
                resume();
            }
        });
        back.release();
        turn.acquireUninterruptibly();
        T answer = slot.value;
        if (cut || answer == null) {
            throw new Crash("while it waits");
        }
        return answer;
    }

    /// The process is gone, and the body with it.
    void cut() {
        if (!over) {
            cut = true;
            turn.release();
            back.acquireUninterruptibly();
        }
    }

    private void resume() {
        turn.release();
        back.acquireUninterruptibly();
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("in a fibre", e);
        }
    }
}
