package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Hears one session for its conversation; a loss before the session is anybody's is kept. Thread-safe: its lock guards
/// what it has heard and is held for nothing else.
final class Hearing implements Connection.Listener {
    private final Conversation conversation;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Conversation.@Nullable Running own;
    private @Nullable Loss early;

    Hearing(Conversation conversation) {
        this.conversation = conversation;
    }

    /// From now on a loss ends it; false when it was lost before.
    boolean begin(Conversation.Running opened) {
        lock.lock();
        try {
            own = opened;
            return early == null;
        } finally {
            lock.unlock();
        }
    }

    /// The loss from before it began.
    Optional<Loss> early() {
        lock.lock();
        try {
            return Optional.ofNullable(early);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void heard(Message.Notification notification) {
        conversation.heard(own, notification);
    }

    @Override
    public void asked(Message.Request request) {
        Conversation.Running current = own;
        if (current != null) {
            conversation.asked(current, request);
        }
    }

    @Override
    public void lost(Loss why) {
        Conversation.Running current;
        lock.lock();
        try {
            current = own;
            if (current == null) {
                early = why;
                return;
            }
        } finally {
            lock.unlock();
        }
        conversation.lost(current, why);
    }

    @Override
    public boolean isShared() {
        return conversation.isShared();
    }
}
