package dev.perigee.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Goes round all servers every few seconds, and contacts each once at the beginning. Blocks nobody; ends when
/// it is closed.
public final class Rounds implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(5);
    static final int DISCOVERIES_MAX = 8;

    private final Upstreams upstreams;
    private final Upstream.Surroundings around;
    private final Semaphore discoveries = new Semaphore(DISCOVERIES_MAX);
    private Alarm.Pending next = () -> {};
    private boolean closed;

    public Rounds(Upstreams upstreams, Upstream.Surroundings around) {
        this.upstreams = upstreams;
        this.around = around;
    }

    public synchronized void begin() {
        if (!closed) {
            next = around.alarm().after(EVERY, this::go);
        }
    }

    /// Contacts a server in the background, a bounded number at a time.
    public void discover(Upstream upstream) {
        around.threads().execute(() -> {
            try {
                discoveries.acquire();
                try {
                    upstream.discover();
                } finally {
                    discoveries.release();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void go() {
        upstreams.all().forEach(Upstream::look);
        begin();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
    }
}
