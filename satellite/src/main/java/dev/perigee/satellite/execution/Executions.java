package dev.perigee.satellite.execution;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.live.LiveFeed;
import dev.perigee.satellite.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
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
    private final Slots slots;
    private final LongAdder failures = new LongAdder();

    public Executions(CommandRouter router, Outbox outbox, LiveFeed live, Executor threads, int slots) {
        this.live = live;
        this.router = router;
        this.outbox = outbox;
        this.threads = threads;
        this.slots = new Slots(slots);
    }

    /// Reserves all free slots, waiting up to `patience` until there is at least one; returns how many, 0 if none.
    public int reserve(Duration patience) throws InterruptedException {
        return slots.reserve(patience);
    }

    /// Gives back reserved slots that no command came for.
    public void release(int reserved) {
        slots.release(reserved).forEach(this::begin);
    }

    /// Calls `action` once a slot is free: from any thread, at once if there is one. It takes the place of the one
    /// before.
    public void whenFree(Runnable action) {
        slots.whenFree(action);
    }

    /// Handles a command in a reserved slot, which is free again when it has ended. What can be answered at once is
    /// answered on the calling thread.
    public void start(Delivery delivery) {
        switch (router.route(delivery)) {
            case Handling.Answer(Result result) -> {
                try {
                    outbox.end(delivery.command(), result);
                } finally {
                    release(1);
                }
            }
            case Handling.Work work -> {
                Slots.Task task = new Slots.Task(delivery, work);
                slots.occupy(task);
                begin(task);
            }
        }
    }

    /// Handles a command in the next slot that is free.
    public void startWhenFree(Delivery delivery) {
        switch (router.route(delivery)) {
            case Handling.Answer(Result result) -> outbox.end(delivery.command(), result);
            case Handling.Work work -> {
                Slots.Task task = new Slots.Task(delivery, work);
                if (slots.enter(task)) {
                    begin(task);
                }
            }
        }
    }

    /// Ends a command: soon if it runs, at once if it waits for a slot. One that has ended stays as it is.
    public void cancel(CommandId command) {
        if (slots.withdraw(command)) {
            outbox.end(command, Result.Cancelled.NEVER_BEGUN);
        } else {
            slots.running(command).ifPresent(task -> task.work().cancel().run());
        }
    }

    /// The commands that run now.
    public List<CommandId> running() {
        return slots.running();
    }

    /// How many commands have failed in this life, or took too long.
    public long failures() {
        return failures.sum();
    }

    /// Begins nothing more that waits, waits up to `patience` for what runs, ends what still does, and waits until
    /// that has come to its result.
    public void drain(Duration patience, Duration endMax) throws InterruptedException {
        slots.close();
        if (!slots.awaitAllFree(patience)) {
            router.stop();
            if (!slots.awaitAllFree(endMax)) {
                log.atWarn()
                        .addKeyValue("waitedMillis", endMax.toMillis())
                        .log("commands still running are left interrupted");
            }
        }
    }

    private void begin(Slots.Task task) {
        threads.execute(() -> {
            Progress progress = live.begin(task.id());
            Result result = run(task.delivery(), task.work().job(), progress);
            live.end(task.id(), result);
            count(result);
            try {
                outbox.end(task.id(), result);
            } finally {
                slots.left(task);
                release(1);
            }
        });
    }

    private void count(Result result) {
        switch (result) {
            case Result.Failed _, Result.TimedOut _ -> failures.increment();
            case Result.Completed _, Result.Cancelled _, Result.Interrupted _, Result.Unsupported _ -> {}
        }
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
