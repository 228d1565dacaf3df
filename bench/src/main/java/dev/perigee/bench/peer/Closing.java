package dev.perigee.bench.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a peer has opened so far, to be closed in the reverse order, whatever fails on the way.
public final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            quietly(opened.pop());
        }
    }

    /// A peer that is over has nothing more to say.
    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
