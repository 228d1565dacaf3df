package dev.perigee.gateway.upstream.http;

import java.util.ArrayDeque;
import java.util.Deque;

/// Lets through what comes, in order; while it is shut, that waits, up to a bound. Only on the event loop.
final class Gate {
    static final int WAITING_MAX = 1_000;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean shut;

    /// Runs it now or once the gate is open; false when too many wait already.
    boolean pass(Runnable what) {
        if (!shut) {
            what.run();
            return true;
        }
        return waiting.size() < WAITING_MAX && waiting.add(what);
    }

    void shut() {
        shut = true;
    }

    /// Lets through what waits, until one of them shuts it again.
    void open() {
        shut = false;
        while (!shut && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
