package dev.perigee.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The C library's calls about file descriptors. Each answers `-errno` on failure; `EINTR` never gets out.
final class Descriptors {
    private static final MethodHandle PIPE2 = Native.link("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FCNTL = Native.linkVariadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = Native.link("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = Native.link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = Native.link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = Native.link("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = Native.link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private Descriptors() {}

    /// Opens a close-on-exec pipe into `ends` (read end, write end), which stay as they are on failure.
    static int pipe(int[] ends) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_INT, 2);
            int result = Native.call(errno -> (int) PIPE2.invokeExact(errno, pair, O_CLOEXEC));
            if (result == 0) {
                ends[0] = pair.getAtIndex(JAVA_INT, 0);
                ends[1] = pair.getAtIndex(JAVA_INT, 1);
            }
            return result;
        }
    }

    static int nonBlocking(int fd) {
        return Native.call(errno -> (int) FCNTL.invokeExact(errno, fd, F_SETFL, O_NONBLOCK));
    }

    static int event() {
        return Native.call(errno -> (int) EVENTFD.invokeExact(errno, 0, O_CLOEXEC | O_NONBLOCK));
    }

    /// Reads once: the number of bytes, 0 at the end, `-EAGAIN` when there is nothing now.
    static int read(int fd, MemorySegment buffer) {
        int result;
        do {
            result = Native.call(errno -> (int) (long) READ.invokeExact(errno, fd, buffer, buffer.byteSize()));
        } while (result == -Errno.EINTR);
        return result;
    }

    /// Writes once: how many of the bytes were taken, `-EAGAIN` when none are taken now.
    static int write(int fd, byte[] bytes, int start, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(length);
            MemorySegment.copy(bytes, start, segment, JAVA_BYTE, 0, length);
            int result;
            do {
                result = Native.call(errno -> (int) (long) WRITE.invokeExact(errno, fd, segment, (long) length));
            } while (result == -Errno.EINTR);
            return result;
        }
    }

    static void raise(int eventFd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
            int written = Native.call(errno -> (int) (long) WRITE.invokeExact(errno, eventFd, one, 8L));
            assert written == 8 || written == -Errno.EAGAIN : "eventfd write answered " + written;
        }
    }

    static void close(int fd) {
        int closed = Native.call(errno -> (int) CLOSE.invokeExact(errno, fd));
        assert closed == 0 || closed == -Errno.EINTR : "close(" + fd + ") answered " + closed;
    }

    static int poll(MemorySegment entries, int count, int timeoutMillis) {
        return Native.call(errno -> (int) POLL.invokeExact(errno, entries, (long) count, timeoutMillis));
    }
}
