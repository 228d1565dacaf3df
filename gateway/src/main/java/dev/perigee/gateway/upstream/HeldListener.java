package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps back what comes until it is known who should hear it, or that nobody should. Bounded. Thread-safe: `this`
/// guards it.
final class HeldListener implements Connection.Listener {
    private static final int HELD_MAX = 100;

    private final List<Consumer<Connection.Listener>> held = new ArrayList<>();
    private Connection.@Nullable Listener listener;
    private Runnable atLoss = () -> {};
    private boolean over;

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
    }

    @Override
    public void heard(Message.Notification notification) {
        pass(to -> to.heard(notification));
    }

    @Override
    public void asked(Message.Request request) {
        pass(to -> to.asked(request));
    }

    @Override
    public void lost(Loss why) {
        Runnable then;
        synchronized (this) {
            over = true;
            then = atLoss;
        }
        then.run();
        pass(to -> to.lost(why));
    }

    /// Before it is released nobody else is here.
    @Override
    public synchronized boolean isShared() {
        return listener != null && listener.isShared();
    }

    private synchronized void pass(Consumer<Connection.Listener> message) {
        if (listener != null) {
            message.accept(listener);
        } else if (held.size() < HELD_MAX) {
            held.add(message);
        }
    }
}
