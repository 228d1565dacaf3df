package dev.perigee.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// The descriptors one thread waits for, rebuilt before each wait. Confined to the thread of its arena.
final class PollSet {
    private static final long ENTRY_BYTES = 8;
    private static final long EVENTS = 4;
    private static final long READY_EVENTS = 6;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final short POLLERR = 8;

    private final MemorySegment entries;
    private int size;

    PollSet(Arena arena, int capacity) {
        this.entries = arena.allocate(ENTRY_BYTES * capacity, ENTRY_BYTES);
    }

    void clear() {
        size = 0;
    }

    /// Adds a descriptor to read from and answers its place; a negative one takes a place and is never ready.
    int add(int fd) {
        return add(fd, POLLIN);
    }

    /// The same for a descriptor to write to: ready when it takes more, if that is wanted, and when it is broken.
    int addToWrite(int fd, boolean wanted) {
        return add(fd, wanted ? POLLOUT : 0);
    }

    private int add(int fd, short events) {
        long at = size * ENTRY_BYTES;
        entries.set(JAVA_INT, at, fd);
        entries.set(JAVA_SHORT, at + EVENTS, events);
        entries.set(JAVA_SHORT, at + READY_EVENTS, (short) 0);
        return size++;
    }

    /// Waits until a descriptor is ready or the time is over, whichever is first; may return early.
    void await(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos) + 999_999L);
        int result = Descriptors.poll(entries, size, (int) Math.min(Integer.MAX_VALUE, millis));
        if (result < 0 && result != -Errno.EINTR) {
            throw new IllegalStateException("poll: " + Posix.describe(-result));
        }
    }

    boolean ready(int place) {
        return events(place) != 0;
    }

    /// Whether what is written there is read by nobody.
    boolean broken(int place) {
        return (events(place) & POLLERR) != 0;
    }

    private short events(int place) {
        return entries.get(JAVA_SHORT, place * ENTRY_BYTES + READY_EVENTS);
    }
}
