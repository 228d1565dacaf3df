package dev.perigee.gateway.upstream;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Does several things at a time and waits for all of them. Each has a bound of its own.
final class Together {
    private Together() {}

    static void run(Executor threads, List<Runnable> actions) {
        if (actions.size() == 1) {
            actions.getFirst().run();
            return;
        }
        CountDownLatch left = new CountDownLatch(actions.size());
        for (Runnable action : actions) {
            Runnable counted = () -> {
                try {
                    action.run();
                } finally {
                    left.countDown();
                }
            };
            try {
                threads.execute(counted);
            } catch (RejectedExecutionException _) {
                counted.run();
            }
        }
        try {
            left.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
