package dev.perigee.gateway.upstream;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for a server on threads that may wait. What fails there is logged and hurts nothing else.
record Chores(ServerName server, Executor threads) {
    private static final Logger log = LoggerFactory.getLogger(Chores.class);

    /// Something that may wait, and ends when it is interrupted.
    @FunctionalInterface
    interface Chore {
        void run() throws InterruptedException;
    }

    void run(Chore chore) {
        try {
            threads.execute(() -> {
                try {
                    chore.run();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    log.atError().addKeyValue("server", server).setCause(e).log("supervision failed");
                }
            });
        } catch (RejectedExecutionException _) {
            log.debug("the gateway is stopping");
        }
    }
}
