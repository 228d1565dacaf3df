package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that keeps what it hears, in order.
public final class HeardByListener implements Connection.Listener {
    private static final long DEADLINE_SECONDS = 20;

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @Override
    public void heard(Message.Notification notification) {
        heard.add(notification);
    }

    @Override
    public void asked(Message.Request request) {
        heard.add(request);
    }

    @Override
    public void lost(Loss why) {
        heard.add(why);
    }

    public boolean isEmpty() {
        return heard.isEmpty();
    }

    /// The next thing, which must be of this kind.
    public <T> T next(Class<T> kind) throws InterruptedException {
        Object next = heard.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (!kind.isInstance(next)) {
            throw new AssertionError("Heard " + next + ", expected a " + kind.getSimpleName());
        }
        return kind.cast(next);
    }
}
