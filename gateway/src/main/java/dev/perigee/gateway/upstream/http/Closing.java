package dev.perigee.gateway.upstream.http;

import io.vertx.core.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for the end of a conversation, within a bound; not on an event loop, which would wait for itself.
final class Closing {
    private static final long MAX_SECONDS = 3;

    private Closing() {}

    static void await(CountDownLatch done) {
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            // A server that is too slow lets the session run out by itself.
            boolean _ = done.await(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
