package dev.perigee.control.dispatch;

import dev.perigee.protocol.delivery.Deliveries;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A sink that fails when two threads are at it, when it is handed more than it allows, when it is used after its end,
/// or when it is ended twice.
final class StrictSink implements DeliverySink {
    private final AtomicInteger room;
    private final AtomicInteger delivered;
    private final AtomicBoolean used = new AtomicBoolean();
    private volatile boolean ended;

    /// `delivered` counts for all sinks.
    StrictSink(int room, AtomicInteger delivered) {
        this.room = new AtomicInteger(room);
        this.delivered = delivered;
    }

    void allow(int more) {
        room.addAndGet(more);
    }

    /// Whether a command that waits is to be delivered here.
    boolean waits() {
        return !ended && room.get() > 0;
    }

    @Override
    public Uptake deliver(Deliveries handed) {
        begin();
        if (room.addAndGet(-handed.deliveries().size()) < 0) {
            throw new AssertionError("handed more than it allows");
        }
        delivered.addAndGet(handed.deliveries().size());
        used.set(false);
        return Uptake.OPEN;
    }

    @Override
    public void end(SessionEnd why) {
        begin();
        ended = true;
        used.set(false);
    }

    private void begin() {
        if (!used.compareAndSet(false, true)) {
            throw new AssertionError("used by two threads at once");
        }
        if (ended) {
            throw new AssertionError("used after its end");
        }
    }
}
