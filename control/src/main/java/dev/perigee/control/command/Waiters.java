package dev.perigee.control.command;

import dev.perigee.protocol.CommandId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who waits for which command to end. A wait holds a callback and no thread. Thread-safe: the map's own locking guards
/// each command's waits; a wait registered before the end is told of it exactly once.
final class Waiters {
    private final int max;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<CommandId, Collection<Wait>> waits = new ConcurrentHashMap<>();

    Waiters(int max) {
        this.max = max;
    }

    /// Registers a wait, or returns null when `max` of them are registered.
    @Nullable
    Wait register(CommandId id, Consumer<Command> told) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return null;
        }
        Wait wait = new Wait(id, told);
        waits.compute(id, (_, others) -> {
            Collection<Wait> all = others == null ? new ConcurrentLinkedQueue<>() : others;
            all.add(wait);
            return all;
        });
        return wait;
    }

    void ended(Command command) {
        Collection<Wait> waiting = waits.remove(command.id());
        if (waiting != null) {
            waiting.forEach(wait -> wait.tell(command));
        }
    }

    /// For how many commands there are waits.
    int commands() {
        return waits.size();
    }

    private void forget(Wait wait) {
        waits.computeIfPresent(wait.id, (_, others) -> {
            others.remove(wait);
            return others.isEmpty() ? null : others;
        });
    }

    /// One registered wait; it ends by being told or by being cancelled, whichever comes first.
    final class Wait {
        private final CommandId id;
        private final Consumer<Command> told;
        private final AtomicBoolean over = new AtomicBoolean();

        private Wait(CommandId id, Consumer<Command> told) {
            this.id = id;
            this.told = told;
        }

        void tell(Command command) {
            if (end()) {
                forget(this);
                told.accept(command);
            }
        }

        void cancel() {
            if (end()) {
                forget(this);
            }
        }

        private boolean end() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                count.decrementAndGet();
            }
            return first;
        }
    }
}
