package dev.perigee.gateway;

import dev.perigee.gateway.config.UpstreamConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Says which limits of resources the host does not enforce: once, before the first server that is a program, wherever
/// that comes from. Thread-safe.
final class LimitsNotice implements Assembly {
    private final Assembly inner;
    private final Supplier<? extends List<?>> missing;
    private final Consumer<Object> saying;
    private final AtomicBoolean said = new AtomicBoolean();

    LimitsNotice(Assembly inner, Supplier<? extends List<?>> missing, Consumer<Object> saying) {
        this.inner = inner;
        this.missing = missing;
        this.saying = saying;
    }

    @Override
    public Made make(UpstreamConfig config) throws IOException {
        boolean program = config instanceof UpstreamConfig.Stdio;
        if (program && said.compareAndSet(false, true)) {
            missing.get().forEach(saying);
        }
        return inner.make(config);
    }
}
