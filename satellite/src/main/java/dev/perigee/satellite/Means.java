package dev.perigee.satellite;

import dev.perigee.satellite.config.LogLevels;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.time.Alarm;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a satellite is made with: its settings, its own directory, time, chance and threads. Closes what was opened
/// with it, the last first.
final class Means implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Means.class);

    private final SatelliteConfig config;
    private final String version;
    private final LogLevels logLevels;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HashedWheelTimer timer =
            new HashedWheelTimer(Thread.ofPlatform().name("deadlines").daemon().factory());
    private final DataDirectory data;

    /// Throws when the directory is in use.
    Means(SatelliteConfig config, String version, LogLevels logLevels) throws IOException {
        this.config = config;
        this.version = version;
        this.logLevels = logLevels;
        this.data = hold(DataDirectory.hold(config.data()));
        open.push(timer::stop);
        // Its first use would start it, and swallow an interruption meanwhile.
        timer.start();
    }

    SatelliteConfig config() {
        return config;
    }

    String version() {
        return version;
    }

    LogLevels logLevels() {
        return logLevels;
    }

    SecureRandom random() {
        return random;
    }

    InstantSource clock() {
        return clock;
    }

    ExecutorService threads() {
        return threads;
    }

    LongSupplier nanoClock() {
        return System::nanoTime;
    }

    HashedWheelTimer timer() {
        return timer;
    }

    /// A file of this satellite.
    Path file(String name) {
        return data.file(name);
    }

    Alarm alarm() {
        return (delay, action) -> timer.newTimeout(_ -> action.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    dev.perigee.gateway.upstream.Alarm revocableAlarm() {
        return (delay, action) -> {
            Timeout timeout = timer.newTimeout(_ -> action.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
            return timeout::cancel;
        };
    }

    Backoff backoff() {
        return new Backoff(config.link().backoffMin(), config.link().backoffMax(), random);
    }

    <T extends AutoCloseable> T hold(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("closing failed");
            }
        }
    }
}
