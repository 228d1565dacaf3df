package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps back what comes until it is known who should hear it, or that nobody should. Bounded in messages and bytes,
/// but for the loss, which is always heard. Thread-safe: `this` guards it.
final class HeldListener implements Connection.Listener {
    static final int HELD_MAX = 100;
    static final int HELD_BYTES_MAX = 4 << 20;

    private final List<Consumer<Connection.Listener>> held = new ArrayList<>();
    private Connection.@Nullable Listener listener;
    private Runnable atLoss = () -> {};
    private boolean over;
    private @Nullable Loss loss;
    private int heldBytes;

    /// Runs `then` when the connection is lost, whoever else hears of it; at once if it has been.
    void whenLost(Runnable then) {
        synchronized (this) {
            if (!over) {
                atLoss = then;
                return;
            }
        }
        then.run();
    }

    synchronized void releaseTo(Connection.Listener other) {
        listener = other;
        held.forEach(message -> message.accept(other));
        held.clear();
        if (loss != null) {
            other.lost(loss);
        }
    }

    @Override
    public void heard(Message.Notification notification) {
        pass(notification, to -> to.heard(notification));
    }

    @Override
    public void asked(Message.Request request) {
        pass(request, to -> to.asked(request));
    }

    @Override
    public void lost(Loss why) {
        Runnable then;
        synchronized (this) {
            over = true;
            then = atLoss;
        }
        then.run();
        tell(why);
    }

    private synchronized void tell(Loss why) {
        if (listener == null) {
            loss = why;
        } else {
            listener.lost(why);
        }
    }

    /// Before it is released nobody else is here.
    @Override
    public synchronized boolean isShared() {
        return listener != null && listener.isShared();
    }

    private synchronized void pass(Message message, Consumer<Connection.Listener> telling) {
        int bytes = message.json().bytes().length;
        if (listener != null) {
            telling.accept(listener);
        } else if (held.size() < HELD_MAX && heldBytes + bytes <= HELD_BYTES_MAX) {
            held.add(telling);
            heldBytes += bytes;
        }
    }
}
