package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The requests that are being answered, each on a thread of its own, which a cancellation interrupts. Thread-safe.
final class Requests {
    private static final Duration END_MAX = Duration.ofSeconds(1);

    private final Map<Object, Thread> threads = new ConcurrentHashMap<>();

    /// Comes to the result of a request.
    @FunctionalInterface
    interface Work {
        ObjectNode result() throws InterruptedException;
    }

    /// Of a client that is alone here, so that the id says which request it is.
    void start(JsonNode id, Outlet outlet, Work work) {
        start(Json.text(id), id, outlet, work);
    }

    /// Once this has returned the request can be cancelled by its key.
    void start(Object key, JsonNode id, Outlet outlet, Work work) {
        Thread thread = Thread.ofVirtual().name("request-" + id).unstarted(() -> {
            try {
                answer(id, outlet, work);
            } finally {
                threads.remove(key, Thread.currentThread());
            }
        });
        threads.put(key, thread);
        thread.start();
    }

    void cancel(JsonNode id) {
        cancelKey(Json.text(id));
    }

    void cancelKey(Object key) {
        Thread thread = threads.get(key);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Returns when none runs any more, or at least has been given the time to end.
    void cancelAll() {
        List<Thread> running = List.copyOf(threads.values());
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(END_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(JsonNode id, Outlet outlet, Work work) {
        try {
            outlet.finish(Rpc.result(id, work.result()));
        } catch (Refusal e) {
            outlet.finish(Rpc.error(id, e));
        } catch (InterruptedException e) {
            outlet.end();
        } catch (RuntimeException e) {
            outlet.finish(Rpc.error(id, new Refusal(Refusal.INTERNAL_ERROR, e.toString())));
        }
    }
}
