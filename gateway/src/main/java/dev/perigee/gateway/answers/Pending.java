package dev.perigee.gateway.answers;

import dev.perigee.gateway.rpc.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An answer that another is getting. Thread-safe.
public final class Pending {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable JsonObject> result = new AtomicReference<>();

    /// The result; empty when there was none, or none within `max`.
    public Optional<JsonObject> await(Duration max) throws InterruptedException {
        boolean _ = over.await(max.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(result.get());
    }

    /// The first end counts.
    void end(Optional<JsonObject> with) {
        if (over.getCount() > 0) {
            with.ifPresent(each -> result.compareAndSet(null, each));
            over.countDown();
        }
    }
}
