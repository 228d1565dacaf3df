package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.http.EventStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a client is told on one stream, in order. If the stream can be resumed, each message has an id,
/// `<stream>-<number>`, from which a client that lost its connection goes on. The last messages are kept, up to a
/// number and a size. The last one of all is never given up for want of room. Thread-safe: its lock guards it.
final class ClientStream {
    static final int MESSAGES_MAX = 256;
    static final int BYTES_MAX = 8 * 1024 * 1024;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final @Nullable String name;
    private final boolean primed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long lastNumber;
    private int bytes;
    private boolean complete;
    private @Nullable Reader reader;

    private record Kept(long number, String text) {}

    private ClientStream(@Nullable String name, boolean primed) {
        this.name = name;
        this.primed = primed;
    }

    /// One that can be resumed. If it is `primed`, the first reader gets an id to come back with at once.
    static ClientStream resumable(String name, boolean primed) {
        return new ClientStream(name, primed);
    }

    /// One that is over when its reader has gone.
    static ClientStream once() {
        return new ClientStream(null, false);
    }

    /// Adds a message once there is room for it. False when there was none in time: the client takes nothing.
    boolean add(Message message, Duration max) throws InterruptedException {
        String text = text(message);
        lock.lockInterruptibly();
        try {
            long left = max.toNanos();
            while (!makeRoom(text.length())) {
                if (left <= 0) {
                    return false;
                }
                left = taken.awaitNanos(left);
            }
            keep(text);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Adds a message; the oldest ones go if there is no room, taken or not. How many went untaken.
    int push(Message message) {
        String text = text(message);
        lock.lock();
        try {
            int untaken = 0;
            while (isFull(text.length()) && !kept.isEmpty()) {
                Kept oldest = kept.remove();
                bytes -= oldest.text().length();
                untaken += reader == null || oldest.number() > reader.position ? 1 : 0;
            }
            keep(text);
            return untaken;
        } finally {
            lock.unlock();
        }
    }

    /// Adds the last message of all, as `push` does.
    int finish(Message last) {
        lock.lock();
        try {
            int untaken = push(last);
            complete();
            return untaken;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more will be added.
    void complete() {
        lock.lock();
        try {
            complete = true;
            hint();
        } finally {
            lock.unlock();
        }
    }

    boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    /// From now on, what comes after the message with this number goes to a new reader; an earlier one is let go.
    EventStream.Source readAfter(long number) {
        lock.lock();
        try {
            boolean first = reader == null;
            if (reader != null) {
                reader.over = true;
                reader.hint();
            }
            Reader next = new Reader(number, first && primed);
            reader = next;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Up to which message a reader has taken them.
    long position() {
        lock.lock();
        try {
            return reader == null ? 0 : reader.position;
        } finally {
            lock.unlock();
        }
    }

    /// How a reader hears that there may be more; given once its answer is open.
    void hintThrough(EventStream stream) {
        lock.lock();
        try {
            if (reader != null) {
                reader.stream = stream;
                reader.hint();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The number in an id of this stream; -1 when it is another's.
    long number(String id) {
        try {
            return name != null && id.startsWith(name + "-") ? Long.parseLong(id.substring(name.length() + 1)) : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static String text(Message message) {
        return new String(message.json().line(), StandardCharsets.UTF_8);
    }

    private void keep(String text) {
        kept.add(new Kept(++lastNumber, text));
        bytes += text.length();
        hint();
    }

    private void hint() {
        if (reader != null) {
            reader.hint();
        }
    }

    /// What the reader has taken may go.
    private boolean makeRoom(int more) {
        Iterator<Kept> oldest = kept.iterator();
        while (isFull(more) && oldest.hasNext()) {
            Kept message = oldest.next();
            if (reader == null || message.number() > reader.position) {
                return false;
            }
            bytes -= message.text().length();
            oldest.remove();
        }
        return true;
    }

    private boolean isFull(int more) {
        return kept.size() >= MESSAGES_MAX || bytes + more > BYTES_MAX;
    }

    private @Nullable String id(long number) {
        return name == null ? null : name + "-" + number;
    }

    /// One connection that reads; its fields are guarded by the stream's lock.
    private final class Reader implements EventStream.Source {
        private long position;
        private boolean priming;
        private boolean over;
        private @Nullable EventStream stream;

        Reader(long position, boolean priming) {
            this.position = position;
            this.priming = priming;
        }

        @Override
        public EventStream.Next next() {
            lock.lock();
            try {
                if (over) {
                    return new EventStream.Next.End();
                }
                if (priming) {
                    priming = false;
                    return new EventStream.Next.Priming(String.valueOf(id(position)), RETRY);
                }
                for (Kept message : kept) {
                    if (message.number() > position) {
                        position = message.number();
                        taken.signalAll();
                        return new EventStream.Next.Event(id(position), "message", message.text());
                    }
                }
                return complete ? new EventStream.Next.End() : new EventStream.Next.Nothing();
            } finally {
                lock.unlock();
            }
        }

        void hint() {
            if (stream != null) {
                stream.hint();
            }
        }
    }
}
