package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.Loss.Cause;
import dev.perigee.gateway.upstream.stdio.Exchanges.Route;
import dev.perigee.gateway.upstream.stdio.Exchanges.UnderWay;
import dev.perigee.process.TreeInput;
import dev.perigee.process.TreeInput.Offer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is said to one server, what is under way with it, and whether that is over. Thread-safe: its lock guards
/// it, and is held for nothing that waits.
final class Conversation {
    private final TreeInput input;
    private final ReentrantLock lock = new ReentrantLock();
    private final Exchanges exchanges = new Exchanges();
    /// The bytes that were offered to the server in all.
    private long offered;

    /// Written under the lock.
    private volatile @Nullable Loss loss;

    /// What came of a request: where its answer will be heard, and whether the server can be told.
    record Begun(Exchange exchange, Offer offer) {}

    Conversation(TreeInput input) {
        this.input = input;
    }

    boolean isOver() {
        return loss != null;
    }

    Begun begin(Message.Request request) {
        byte[] line = line(request.json());
        return locked(() -> {
            Loss why = loss;
            if (why == null && exchanges.isFull()) {
                why = new Loss(Cause.STALLED, "the server owes " + Exchanges.UNDER_WAY_MAX + " answers");
            }
            if (why != null) {
                Exchange over = new Exchange(request.id());
                over.offer(new Exchange.Event.Lost(why, false));
                return new Begun(over, Offer.TAKEN);
            }
            Exchange exchange = exchanges.begin(request, offered);
            return new Begun(exchange, offer(line));
        });
    }

    Offer send(Message.Notification notification) {
        byte[] line = line(notification.json());
        return locked(() -> {
            if (notification.method().equals("notifications/cancelled")) {
                exchanges.cancel(notification);
            }
            return offer(line);
        });
    }

    Offer answer(Message.Response response) {
        byte[] line = line(response.json());
        return locked(() -> {
            exchanges.answered(response.id());
            return offer(line);
        });
    }

    Optional<Exchange> endedBy(Message.Response response) {
        return locked(() -> exchanges.end(response.id()));
    }

    Route route(Message.Request request, boolean shared) {
        return locked(() -> exchanges.route(request, shared));
    }

    Route route(Message.Notification notification, boolean shared) {
        return locked(() -> exchanges.route(notification, shared));
    }

    /// Is over from now on, tells, and then ends all that is under way; nothing when it was over before.
    void end(Loss why, Runnable telling) {
        List<UnderWay> all;
        lock.lock();
        try {
            if (loss != null) {
                return;
            }
            loss = why;
            all = exchanges.endAll();
        } finally {
            lock.unlock();
        }
        // What still waits must not reach the server after its request was said not to have.
        input.cut();
        long written = input.written();
        telling.run();
        all.forEach(call -> call.exchange().offer(new Exchange.Event.Lost(why, written > call.position())));
    }

    /// After the end nothing more is said, and that is no news.
    private Offer offer(byte[] line) {
        if (loss != null) {
            return Offer.TAKEN;
        }
        Offer offer = input.offer(line);
        if (offer == Offer.TAKEN) {
            offered += line.length;
        }
        return offer;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// A line break in JSON stands outside of the strings, where a space means the same.
    private static byte[] line(JsonObject json) {
        byte[] bytes = json.bytes();
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        line[bytes.length] = '\n';
        return line;
    }
}
