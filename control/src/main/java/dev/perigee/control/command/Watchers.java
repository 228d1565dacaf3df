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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who wants to hear of which command: of its end alone, or of each change and then its end. A watch holds a callback
/// and no thread. Thread-safe: the map's own locking guards each command's watches; one registered before the end is
/// told of that exactly once.
final class Watchers implements CommandListener {
    private static final Logger log = LoggerFactory.getLogger(Watchers.class);

    private final int max;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<CommandId, Collection<Watch>> watches = new ConcurrentHashMap<>();

    Watchers(int max) {
        this.max = max;
    }

    /// Of what a watch wants to hear.
    enum Interest {
        END,
        EACH_CHANGE
    }

    /// Registers a watch, or returns null when `max` of them are registered.
    @Nullable
    Watch register(CommandId id, Interest interest, Consumer<Command> told) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return null;
        }
        Watch watch = new Watch(id, interest, told);
        watches.compute(id, (_, others) -> {
            Collection<Watch> all = others == null ? new ConcurrentLinkedQueue<>() : others;
            all.add(watch);
            return all;
        });
        return watch;
    }

    @Override
    public void accepted(Command command) {
        // Nobody knows its id yet.
    }

    @Override
    public void moved(Decision.Move move) {
        if (move.after().state().isTerminal()) {
            Collection<Watch> ending = watches.remove(move.before().id());
            if (ending != null) {
                ending.forEach(watch -> watch.end(move.moved()));
            }
        } else {
            Collection<Watch> watching = watches.get(move.before().id());
            if (watching != null) {
                watching.forEach(watch -> watch.change(move.moved()));
            }
        }
    }

    /// How many commands are watched.
    int commands() {
        return watches.size();
    }

    private void forget(Watch watch) {
        watches.computeIfPresent(watch.id, (_, others) -> {
            others.remove(watch);
            return others.isEmpty() ? null : others;
        });
    }

    /// One registered watch; it is over when it was told of the end or cancelled, whichever comes first.
    final class Watch {
        private final CommandId id;
        private final Interest interest;
        private final Consumer<Command> told;
        private final AtomicBoolean over = new AtomicBoolean();

        private Watch(CommandId id, Interest interest, Consumer<Command> told) {
            this.id = id;
            this.interest = interest;
            this.told = told;
        }

        void change(Command command) {
            if (interest == Interest.EACH_CHANGE && !over.get()) {
                tell(command);
            }
        }

        void end(Command command) {
            if (finish()) {
                forget(this);
                tell(command);
            }
        }

        void cancel() {
            if (finish()) {
                forget(this);
            }
        }

        /// One that fails must not keep the others from being told.
        private void tell(Command command) {
            try {
                told.accept(command);
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("command", id).setCause(e).log("whoever watches it could not be told");
            }
        }

        private boolean finish() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                count.decrementAndGet();
            }
            return first;
        }
    }
}
