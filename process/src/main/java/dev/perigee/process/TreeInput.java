package dev.perigee.process;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is said to the stdin of one tree. Safe for use by many threads; never blocks: what the pipe does not take
/// at once waits, up to [ProcessSpec.Limits#inputBytesMax], until the supervisor finds that it takes more.
public final class TreeInput implements AutoCloseable {
    private static final int WRITE_BYTES_MAX = 64 << 10;

    private final long limit;
    private final Bell bell;
    /// All below are guarded by this.
    private final Descriptor pipe = new Descriptor();

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int headWritten;
    private long written;
    private boolean closing;

    /// What became of an offer.
    public enum Offer {
        TAKEN,
        /// It would not fit behind what waits; nothing of it was taken.
        FULL,
        /// The input was closed, the tree closed it, or has ended; what was taken of it is read by nobody.
        CLOSED
    }

    TreeInput(long limit, Bell bell) {
        this.limit = limit;
        this.bell = bell;
    }

    /// Adds bytes, which must not be changed afterwards, as a whole or not at all. Offers are written in order.
    public synchronized Offer offer(byte[] bytes) {
        if (closing || !pipe.isOpen()) {
            return Offer.CLOSED;
        }
        if (waitingBytes + bytes.length > limit) {
            return Offer.FULL;
        }
        boolean behind = !waiting.isEmpty();
        if (bytes.length > 0) {
            waiting.add(bytes);
            waitingBytes += bytes.length;
        }
        if (!behind) {
            flush();
            ringIfWaiting();
        }
        return pipe.isOpen() ? Offer.TAKEN : Offer.CLOSED;
    }

    /// How many bytes the pipe has taken in all. What was offered later than these the tree has surely not seen.
    public synchronized long written() {
        return written;
    }

    /// The tree sees the end of its input once what waits is written. Later offers are refused.
    @Override
    public synchronized void close() {
        closing = true;
        closeWhenEmpty();
    }

    void open(Descriptor toChild) {
        synchronized (this) {
            pipe.open(toChild.fd());
        }
    }

    /// Adds the pipe to what the supervisor waits for: that it takes more, if something waits, or that nobody reads it.
    synchronized int addTo(PollSet poll) {
        return poll.addToWrite(pipe.fd(), !waiting.isEmpty());
    }

    /// Takes note that nobody reads it any more; false when it was closed from here before.
    synchronized boolean unread() {
        boolean news = pipe.isOpen();
        cut();
        return news;
    }

    /// Writes what the pipe takes now.
    synchronized void flush() {
        byte[] head = waiting.peek();
        while (head != null) {
            int length = Math.min(WRITE_BYTES_MAX, head.length - headWritten);
            int count = Descriptors.write(pipe.fd(), head, headWritten, length);
            if (count == -Errno.EAGAIN) {
                return;
            }
            if (count < 0) {
                cut();
                return;
            }
            advance(head, count);
            head = waiting.peek();
        }
        closeWhenEmpty();
    }

    /// Closes at once. What waits is dropped, also when the tree has seen a part of it.
    public synchronized void cut() {
        closing = true;
        waiting.clear();
        waitingBytes = 0;
        closePipe();
    }

    private void advance(byte[] head, int count) {
        written += count;
        waitingBytes -= count;
        headWritten += count;
        if (headWritten == head.length) {
            waiting.remove();
            headWritten = 0;
        }
    }

    private void closeWhenEmpty() {
        if (closing && waiting.isEmpty()) {
            closePipe();
        }
    }

    /// While the supervisor waits for the pipe the kernel keeps it open, so that waiting must end.
    private void closePipe() {
        if (pipe.isOpen()) {
            pipe.close();
            bell.ring();
        }
    }

    private void ringIfWaiting() {
        if (!waiting.isEmpty()) {
            bell.ring();
        }
    }
}
