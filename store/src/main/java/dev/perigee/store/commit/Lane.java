package dev.perigee.store.commit;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A way into the database that many share. Whoever comes while too few lead becomes a leader: it hands what
/// waits, with its own, to the executor as one batch, and answers; what comes meanwhile waits, and the first of
/// that leads the next batch. So a lone call changes no thread, and a crowd shares each round trip and each
/// fsync. Nobody waits for a batch to fill, beyond letting those run who can. Thread-safe.
public final class Lane<P extends Pending<?>> {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final BatchExecutor<P> executor;
    private final LaneQueue<P> queue;
    private final Limits limits;

    private volatile boolean failing;

    /// How many may wait, how many a batch takes, how many batches may be under way at once, and how long a
    /// caller waits for room in the queue.
    public record Limits(int waitingMax, int batchMax, int leadersMax, Duration patience) {}

    /// `name` is what the log calls it.
    public Lane(String name, BatchExecutor<P> executor, Limits limits) {
        this.name = name;
        this.executor = executor;
        this.limits = limits;
        this.queue = new LaneQueue<>(limits);
    }

    /// Returns when `pending` has its outcome.
    public void run(P pending) {
        boolean leads = queue.put(pending);
        if (leads || pending.await() == Pending.Turn.LEAD) {
            try {
                letOthersCome();
                execute(queue.batch(pending, limits.batchMax()));
            } finally {
                queue.handOver();
            }
        }
    }

    /// How many wait for a leader.
    public int waiting() {
        return queue.size();
    }

    /// Refuses what comes, and returns when nothing waits and nobody leads any more. True the first time.
    public boolean close() {
        return queue.close();
    }

    /// A batch costs nearly the same with one more in it, and a lone caller only looks around. Measured with 64
    /// callers on PostgreSQL: a sixth less CPU a command. Nothing depends on it.
    @SuppressWarnings("ThreadPriorityCheck")
    private static void letOthersCome() {
        Thread.yield();
    }

    private void execute(List<P> batch) {
        try {
            executor.execute(batch);
            succeeded();
        } catch (RuntimeException e) {
            failed(batch, e);
            batch.forEach(pending -> pending.fail(e));
        } catch (Error e) {
            failed(batch, e);
            batch.forEach(pending -> pending.fail(e));
        }
        batch.forEach(Pending::answer);
    }

    private void failed(List<P> batch, Throwable cause) {
        if (!failing) {
            failing = true;
            log.atError()
                    .addKeyValue("lane", name)
                    .addKeyValue("calls", batch.size())
                    .setCause(cause)
                    .log("the database fails");
        }
    }

    private void succeeded() {
        if (failing) {
            failing = false;
            log.atInfo().addKeyValue("lane", name).log("the database works again");
        }
    }
}
