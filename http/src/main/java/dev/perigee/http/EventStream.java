package dev.perigee.http;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer of server-sent events. It asks its source for the next event whenever there may be one and the reader has
/// taken those before, so it queues nothing and waits for no reader; in between it holds no thread. Ends with its
/// source, its reader or the control plane.
public final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final long ALIVE_SECONDS = 15;
    private static final int STALLS_MAX = 8;
    private static final int HANDED_OVER_MAX = 32;
    private static final String ALIVE = ":\n\n";

    private final Call call;
    private final HttpServerResponse response;
    private final Source source;
    private final Executor logic;
    private final Executor loop;
    private final Timer timer;

    /// How much is on its way to the thread that writes.
    private final AtomicInteger handedOver = new AtomicInteger();

    /// Guarded by this, as `working` and `hinted`: one thread at a time asks the source, again if it was hinted since.
    private boolean open;

    private boolean working;
    private boolean hinted;
    private volatile @Nullable Timeout alive;
    private volatile @Nullable Timeout look;

    /// How often in a row the reader had not taken what was sent; confined to the timer's thread.
    private int stalls;

    /// What there is to send.
    @FunctionalInterface
    public interface Source {
        Next next();
    }

    /// What comes next.
    public sealed interface Next {
        /// `data` is one line; an event without an id leaves the position of its reader as it is.
        record Event(@Nullable String id, String name, String data) implements Next {}

        /// Nothing to read, but a place to come back to, and when to.
        record Priming(String id, Duration retry) implements Next {}

        /// Nothing now; the source hints when there may be something.
        record Nothing() implements Next {}

        /// Nothing ever.
        record End() implements Next {}
    }

    EventStream(Call call, HttpServerResponse response, Source source, Call.Surroundings around) {
        this.call = call;
        this.response = response;
        this.source = source;
        this.logic = around.logic();
        this.loop = around.loop();
        this.timer = around.timer();
    }

    /// Begins the answer.
    public void open() {
        if (call.isOver()) {
            return;
        }
        onLoop(() -> response.setStatusCode(200)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .setChunked(true)
                .drainHandler(_ -> hint()));
        write(ALIVE);
        synchronized (this) {
            open = true;
            hinted = true;
        }
        call.onEnd(this::stopAlive);
        call.rest();
        scheduleAlive();
        hint();
    }

    /// There may be something new to send. Any thread; does not block.
    public void hint() {
        synchronized (this) {
            hinted = true;
            if (!open || working) {
                return;
            }
            working = true;
        }
        try {
            logic.execute(this::work);
        } catch (RejectedExecutionException _) {
            log.debug("the control plane is stopping, and the stream with it");
        }
    }

    /// Asks the source again and again, `period` apart, where nobody can hint. Once, after the stream is open.
    public void hintEvery(Duration period) {
        look = timer.newTimeout(
                _ -> {
                    hint();
                    if (!call.isOver()) {
                        hintEvery(period);
                    }
                },
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void work() {
        boolean more = true;
        while (more) {
            synchronized (this) {
                hinted = false;
            }
            try {
                send();
            } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("a stream of events failed; its reader comes back for the rest");
                end();
            }
            synchronized (this) {
                more = hinted;
                working = more;
            }
        }
    }

    private void send() {
        while (!call.isOver() && !response.closed() && !isFull()) {
            switch (source.next()) {
                case Next.Event event -> write(text(event));
                case Next.Priming priming -> write(text(priming));
                case Next.Nothing _ -> {
                    return;
                }
                case Next.End _ -> {
                    end();
                    return;
                }
            }
        }
    }

    private boolean isFull() {
        return handedOver.get() >= HANDED_OVER_MAX || response.writeQueueFull();
    }

    private void write(String text) {
        handedOver.incrementAndGet();
        onLoop(() -> {
            if (!response.closed() && !response.ended()) {
                var _ = response.write(text);
            }
            if (handedOver.getAndDecrement() == HANDED_OVER_MAX) {
                hint();
            }
        });
    }

    private void end() {
        if (call.end()) {
            onLoop(() -> {
                if (!response.closed() && !response.ended()) {
                    var _ = response.end();
                }
            });
        }
    }

    /// On the timer's thread. Whoever has taken nothing for a while does not read any more.
    private void keepAlive() {
        stalls = isFull() ? stalls + 1 : 0;
        if (stalls == 0) {
            write(ALIVE);
        } else if (stalls >= STALLS_MAX && !call.isOver()) {
            call.gone();
            onLoop(() -> {
                var _ = response.reset();
            });
        }
        scheduleAlive();
    }

    private void scheduleAlive() {
        alive = timer.newTimeout(_ -> keepAlive(), ALIVE_SECONDS, TimeUnit.SECONDS);
        if (call.isOver()) {
            alive.cancel();
        }
    }

    private void stopAlive() {
        for (Timeout waiting : new Timeout[] {alive, look}) {
            if (waiting != null) {
                waiting.cancel();
            }
        }
    }

    private void onLoop(Runnable writing) {
        try {
            loop.execute(writing);
        } catch (RejectedExecutionException _) {
            log.debug("the edge has closed, and the stream with it");
        }
    }

    private static String text(Next.Priming priming) {
        return "id: " + priming.id() + "\nretry: " + priming.retry().toMillis() + "\ndata: \n\n";
    }

    private static String text(Next.Event event) {
        String id = event.id() == null ? "" : "id: " + event.id() + "\n";
        return id + "event: " + event.name() + "\ndata: " + event.data() + "\n\n";
    }
}
