package dev.perigee.satellite.execution;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The slots in which commands run, and the commands that wait for one: none is free while any wait. Thread-safe: its
/// lock guards everything, and nothing else is called while it is held.
final class Slots {
    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Map<CommandId, Task> running = new HashMap<>();
    private int free;
    private boolean closed;
    private @Nullable Runnable whenFree;

    /// A command and how it is handled.
    record Task(Delivery delivery, Handling.Work work) {
        CommandId id() {
            return delivery.command();
        }
    }

    Slots(int size) {
        this.size = size;
        this.free = size;
    }

    /// Reserves all free slots, waiting up to `patience` until there is at least one; returns how many, 0 if none.
    int reserve(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (free == 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            int reserved = free;
            free = 0;
            return reserved;
        } finally {
            lock.unlock();
        }
    }

    /// Gives slots back; returns those that waited and are to run in them.
    List<Task> release(int slots) {
        List<Task> next = new ArrayList<>();
        Runnable told = null;
        lock.lock();
        try {
            free += slots;
            while (free > 0 && !closed && !waiting.isEmpty()) {
                free--;
                next.add(run(waiting.remove()));
            }
            if (free > 0) {
                told = whenFree;
                whenFree = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
        return next;
    }

    /// Calls `action` once a slot is free, at once if there is one. It takes the place of the one before.
    void whenFree(Runnable action) {
        lock.lock();
        try {
            whenFree = free > 0 ? null : action;
            if (free == 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /// `task` runs in a reserved slot from now on.
    void occupy(Task task) {
        lock.lock();
        try {
            run(task);
        } finally {
            lock.unlock();
        }
    }

    /// Takes a free slot for `task`, or lets it wait for one; whether it is to run now.
    boolean enter(Task task) {
        lock.lock();
        try {
            if (free == 0 || closed) {
                waiting.add(task);
                return false;
            }
            free--;
            run(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// `task` runs no longer; its slot is still to be released.
    void left(Task task) {
        lock.lock();
        try {
            running.remove(task.id());
        } finally {
            lock.unlock();
        }
    }

    /// Lets a command wait no longer; whether it did.
    boolean withdraw(CommandId command) {
        lock.lock();
        try {
            return waiting.removeIf(task -> task.id().equals(command));
        } finally {
            lock.unlock();
        }
    }

    Optional<Task> running(CommandId command) {
        lock.lock();
        try {
            return Optional.ofNullable(running.get(command));
        } finally {
            lock.unlock();
        }
    }

    /// All that run.
    List<CommandId> running() {
        lock.lock();
        try {
            return List.copyOf(running.keySet());
        } finally {
            lock.unlock();
        }
    }

    /// From now on nothing that waits gets a slot.
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all slots are free, at most so long; whether they are.
    boolean awaitAllFree(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (free < size && left > 0) {
                left = changed.awaitNanos(left);
            }
            return free == size;
        } finally {
            lock.unlock();
        }
    }

    private Task run(Task task) {
        running.put(task.id(), task);
        return task;
    }
}
