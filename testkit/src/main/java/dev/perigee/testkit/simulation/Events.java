package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What is going to happen, in the order of virtual time. Taking an event moves the time to it.
final class Events {
    private static final Comparator<Event> ORDER = (one, other) -> {
        int order = one.at().compareTo(other.at());
        return order == 0 ? Long.compare(one.sequence(), other.sequence()) : order;
    };

    private final PriorityQueue<Event> queue = new PriorityQueue<>(ORDER);
    private Duration now = Duration.ZERO;
    private long sequence;

    /// Where something happens.
    enum Side {
        CONTROL_PLANE,
        SATELLITE,
        CALLER,
        WORLD
    }

    /// Something that happens at `at`, unless the life it belongs to is over by then.
    record Event(Duration at, long sequence, Side side, Life life, Runnable action) {}

    Duration now() {
        return now;
    }

    void after(Duration delay, Side side, Life life, Runnable action) {
        queue.add(new Event(now.plus(delay), sequence++, side, life, action));
    }

    Optional<Event> next() {
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            if (!event.life().isOver()) {
                now = event.at();
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    /// Takes any event of one side before its time, as if another thread were faster, mostly a message; the time stays.
    Optional<Event> early(Side side, Chance chance) {
        List<Event> waiting = queue.stream()
                .filter(event -> event.side() == side && !event.life().isOver())
                .sorted(ORDER)
                .toList();
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        List<Event> messages =
                waiting.stream().filter(event -> event.life() == World.ALWAYS).toList();
        Event chosen = chance.pick(messages.isEmpty() || chance.of(0.3) ? waiting : messages);
        queue.remove(chosen);
        return Optional.of(chosen);
    }
}
