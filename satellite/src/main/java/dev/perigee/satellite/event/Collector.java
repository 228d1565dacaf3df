package dev.perigee.satellite.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Entries that wait to be told together. A window begins with the first of them and holds at most `max`; what
/// comes beyond that, or finds no room because nothing is taken, is counted. Adding waits for nobody.
/// Thread-safe: its monitor guards it; `telling` is held by whoever takes batches, so that they leave in order.
final class Collector<T> {
    private final int max;
    private final ReentrantLock telling = new ReentrantLock();
    private final Deque<T> waiting = new ArrayDeque<>();
    private int inWindow;
    private long leftOut;
    private boolean windowOpen;
    private boolean asked;

    Collector(int max) {
        this.max = max;
    }

    /// What whoever added an entry is to see to: the end of the window that it opened, or a batch that is
    /// whole.
    record Added(boolean opensWindow, boolean fillsBatch) {}

    /// Takes some entries in order, at least one, with how many others found no room since the ones before.
    @FunctionalInterface
    interface Teller<T> {
        void tell(List<T> entries, long leftOut);
    }

    synchronized Added add(T entry, int batch) {
        boolean opens = !windowOpen;
        windowOpen = true;
        if (inWindow >= max || waiting.size() >= max) {
            leftOut++;
            return new Added(opens, false);
        }
        inWindow++;
        waiting.add(entry);
        boolean fills = waiting.size() >= batch && !asked;
        asked |= fills;
        return new Added(opens, fills);
    }

    /// Has all that waits told, or only whole batches.
    void tell(int batch, boolean all, Teller<T> teller) {
        telling.lock();
        try {
            List<T> next = take(batch, all);
            while (!next.isEmpty()) {
                teller.tell(next, takeLeftOut());
                next = take(batch, all);
            }
        } finally {
            telling.unlock();
        }
    }

    /// The next entry begins another.
    synchronized void endWindow() {
        windowOpen = false;
        inWindow = 0;
    }

    /// Whether it could as well be a new one.
    synchronized boolean isIdle() {
        return !windowOpen && waiting.isEmpty() && leftOut == 0;
    }

    private synchronized List<T> take(int batch, boolean all) {
        asked = false;
        List<T> taken = new ArrayList<>(batch);
        if (all || waiting.size() >= batch) {
            while (taken.size() < batch && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
        }
        return taken;
    }

    private synchronized long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }
}
