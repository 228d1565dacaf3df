package dev.perigee.control.broadcast;

import dev.perigee.protocol.BroadcastId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who waits for the end of which broadcast, at most `max`. A wait holds a callback and no thread. Thread-safe; one
/// registered before the end is told exactly once.
final class BroadcastWaits {
    private static final Logger log = LoggerFactory.getLogger(BroadcastWaits.class);

    private final int max;
    private final AtomicLong registered = new AtomicLong();
    private final Map<Long, Wait> waits = new ConcurrentHashMap<>();

    BroadcastWaits(int max) {
        this.max = max;
    }

    /// Registers a wait, or returns null when `max` of them are registered.
    synchronized @Nullable Wait register(BroadcastId id, Consumer<Broadcast> told) {
        if (waits.size() >= max) {
            return null;
        }
        Wait wait = new Wait(registered.incrementAndGet(), id, told);
        waits.put(wait.number, wait);
        return wait;
    }

    void ended(Broadcast broadcast) {
        waits.values().stream().filter(wait -> wait.id.equals(broadcast.id())).forEach(wait -> wait.end(broadcast));
    }

    /// One registered wait; it is over when it was told or cancelled, whichever comes first.
    final class Wait {
        private final long number;
        private final BroadcastId id;
        private final Consumer<Broadcast> told;
        private final AtomicBoolean over = new AtomicBoolean();

        private Wait(long number, BroadcastId id, Consumer<Broadcast> told) {
            this.number = number;
            this.id = id;
            this.told = told;
        }

        void cancel() {
            over.set(true);
            waits.remove(number);
        }

        void end(Broadcast broadcast) {
            waits.remove(number);
            if (over.compareAndSet(false, true)) {
                try {
                    told.accept(broadcast);
                } catch (RuntimeException e) {
                    log.atWarn().addKeyValue("broadcast", id).setCause(e).log("whoever waits could not be told");
                }
            }
        }
    }
}
