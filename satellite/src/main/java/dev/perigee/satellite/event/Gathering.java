package dev.perigee.satellite.event;

import dev.perigee.satellite.time.Alarm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Gathers entries by key until 3 s have passed since the first, or 20 wait. Adding waits for nobody; entries
/// are told on `threads`, in order for each key. Thread-safe: the map's entries guard which collectors there
/// are, and a key nothing is said of has none.
final class Gathering<K, T> {
    static final Duration WINDOW = Duration.ofSeconds(3);
    static final int BATCH = 20;

    private final int max;
    private final Means means;
    private final Told<K, T> told;
    private final Map<K, Collector<T>> collectors = new ConcurrentHashMap<>();

    /// What starts things later, and threads that may wait for a disk.
    record Means(Alarm alarm, Executor threads) {}

    /// Hears of entries of one key, and of how many others before them found no room.
    @FunctionalInterface
    interface Told<K, T> {
        void tell(K key, List<T> entries, long leftOut);
    }

    /// At most `max` entries of a key are told in 3 s.
    Gathering(int max, Means means, Told<K, T> told) {
        this.max = max;
        this.means = means;
        this.told = told;
    }

    void add(K key, T entry) {
        Collector.Added[] added = new Collector.Added[1];
        collectors.compute(key, (_, there) -> {
            Collector<T> collector = there == null ? new Collector<>(max) : there;
            added[0] = collector.add(entry, BATCH);
            return collector;
        });
        if (added[0].opensWindow()) {
            means.alarm().after(WINDOW, () -> run(() -> endWindow(key)));
        }
        if (added[0].fillsBatch()) {
            run(() -> tell(key, false));
        }
    }

    /// Has all that waits told, on this thread.
    void finish() {
        List.copyOf(collectors.keySet()).forEach(this::endWindow);
    }

    /// Of how many keys something waits or is under way.
    int size() {
        return collectors.size();
    }

    private void endWindow(K key) {
        Collector<T> collector = collectors.get(key);
        if (collector != null) {
            collector.endWindow();
            tell(key, true);
            collectors.computeIfPresent(key, (_, there) -> there.isIdle() ? null : there);
        }
    }

    private void tell(K key, boolean all) {
        Collector<T> collector = collectors.get(key);
        if (collector != null) {
            collector.tell(BATCH, all, (entries, leftOut) -> told.tell(key, entries, leftOut));
        }
    }

    private void run(Runnable task) {
        try {
            means.threads().execute(task);
        } catch (RejectedExecutionException _) {
            // The satellite has stopped, and told what waited as it did.
        }
    }
}
