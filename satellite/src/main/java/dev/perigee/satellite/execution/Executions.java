package dev.perigee.satellite.execution;

import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.live.LiveFeed;
import dev.perigee.satellite.outbox.Outbox;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs commands, each in a slot of its own, and files what they came to. A slot is reserved before work is asked
/// for, so that no more arrives than can run. Thread-safe.
public final class Executions {
    private static final Logger log = LoggerFactory.getLogger(Executions.class);

    private final CommandRouter router;
    private final Outbox outbox;
    private final LiveFeed live;
    private final Executor threads;
    private final int slots;
    private final Semaphore free;

    public Executions(CommandRouter router, Outbox outbox, LiveFeed live, Executor threads, int slots) {
        this.live = live;
        this.router = router;
        this.outbox = outbox;
        this.threads = threads;
        this.slots = slots;
        this.free = new Semaphore(slots);
    }

    /// Reserves all free slots, waiting until there is at least one; returns how many.
    public int reserve() throws InterruptedException {
        free.acquire();
        return 1 + free.drainPermits();
    }

    /// Gives back reserved slots that no command came for.
    public void release(int reserved) {
        free.release(reserved);
    }

    /// Handles a command in a reserved slot, which is free again when it has ended. What can be answered at once is
    /// answered on the calling thread.
    public void start(Delivery delivery) {
        switch (router.route(delivery)) {
            case Handling.Answer(Result result) -> end(delivery, result);
            case Handling.Work(Handling.Job job) -> threads.execute(() -> run(delivery, job));
        }
    }

    /// Waits for a free slot and runs a command in it.
    public void startWhenFree(Delivery delivery) {
        free.acquireUninterruptibly();
        start(delivery);
    }

    /// Waits up to `patience` for what runs, ends what still does, and waits until that has come to its result. No
    /// slot is free afterwards.
    public void drain(Duration patience, Duration endMax) throws InterruptedException {
        if (!free.tryAcquire(slots, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            router.stop();
            if (!free.tryAcquire(slots, endMax.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .addKeyValue("waitedMillis", endMax.toMillis())
                        .log("commands still running are left interrupted");
            }
        }
    }

    private void end(Delivery delivery, Result result) {
        try {
            outbox.end(delivery.command(), result);
        } finally {
            free.release();
        }
    }

    private void run(Delivery delivery, Handling.Job job) {
        Progress progress = live.begin(delivery.command());
        Result result = run(delivery, job, progress);
        live.end(delivery.command(), result);
        end(delivery, result);
    }

    private static Result run(Delivery delivery, Handling.Job job, Progress progress) {
        try {
            return job.run(progress);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Result.Interrupted("the satellite is stopping", Output.EMPTY, Output.EMPTY);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("command", delivery.command())
                    .addKeyValue("satellite", delivery.satellite())
                    .setCause(e)
                    .log("handler failed");
            return new Result.Failed(FailureCode.OTHER, "the handler failed: " + e);
        }
    }
}
