package dev.perigee.gateway.upstream.http;

import java.util.concurrent.atomic.AtomicBoolean;

/// One request's stay at a replica. It counts as outstanding until one of the three ends is told, once. Thread-safe.
public final class Turn<R> {
    private final ReplicaSet<R> set;
    private final Replica<R> replica;
    private final AtomicBoolean over = new AtomicBoolean();

    enum How {
        SUCCEEDED,
        FAILED,
        UNDECIDED
    }

    Turn(ReplicaSet<R> set, Replica<R> replica) {
        this.set = set;
        this.replica = replica;
    }

    public R replica() {
        return replica.value();
    }

    /// The replica has begun to answer, which may take it long. It still counts as outstanding.
    public void answers() {
        if (!over.get()) {
            set.answers(replica);
        }
    }

    /// The replica answered, whatever it said.
    public void succeeded() {
        end(How.SUCCEEDED);
    }

    /// The replica could not be reached, hung up, or said it cannot.
    public void failed() {
        end(How.FAILED);
    }

    /// Ended for a reason that says nothing about the replica.
    public void undecided() {
        end(How.UNDECIDED);
    }

    Replica<R> at() {
        return replica;
    }

    private void end(How how) {
        if (over.compareAndSet(false, true)) {
            set.end(replica, how);
        }
    }
}
