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

/// What a client is told on one stream, in order. Each message has an id, `<stream>-<number>`, from which a
/// client that lost its connection goes on. The last messages are kept, up to a number and a size; who adds more
/// waits until the client has taken some. Thread-safe: its lock guards it.
final class ClientStream {
    static final int MESSAGES_MAX = 256;
    static final int BYTES_MAX = 8 * 1024 * 1024;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long lastNumber;
    private int bytes;
    private boolean complete;
    private @Nullable Reader reader;

    private record Kept(long number, String text) {}

    ClientStream(String name) {
        this.name = name;
    }

    /// Adds a message for the client. False when there was no room for it in time: the client takes nothing.
    boolean add(Message message, Duration max) throws InterruptedException {
        String text = new String(message.json().line(), StandardCharsets.UTF_8);
        lock.lockInterruptibly();
        try {
            long left = max.toNanos();
            while (!makeRoom(text.length())) {
                if (left <= 0) {
                    return false;
                }
                left = taken.awaitNanos(left);
            }
            kept.add(new Kept(++lastNumber, text));
            bytes += text.length();
            hint();
            return true;
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

    /// From now on, what comes after the message with this number goes to a new reader; an earlier one is let go.
    EventStream.Source readAfter(long number) {
        lock.lock();
        try {
            if (reader != null) {
                reader.over = true;
                reader.hint();
            }
            Reader next = new Reader(number);
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
            return id.startsWith(name + "-") ? Long.parseLong(id.substring(name.length() + 1)) : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
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

    /// One connection that reads; its fields are guarded by the stream's lock.
    private final class Reader implements EventStream.Source {
        private long position;
        private boolean over;
        private @Nullable EventStream stream;

        Reader(long position) {
            this.position = position;
        }

        @Override
        public EventStream.Next next() {
            lock.lock();
            try {
                if (over) {
                    return new EventStream.Next.End();
                }
                for (Kept message : kept) {
                    if (message.number() > position) {
                        position = message.number();
                        taken.signalAll();
                        return new EventStream.Next.Event(name + "-" + position, "message", message.text());
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
