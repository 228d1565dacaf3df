package dev.perigee.process;

import java.lang.foreign.MemorySegment;

/// Wakes the supervisor of one tree out of its wait. Any thread may ring, also before it is hung up and after it is
/// taken down; then nothing sounds.
final class Bell implements AutoCloseable {
    /// Guarded by this, so that nobody rings a number that was closed and given to another file.
    private final Descriptor event = new Descriptor();

    /// 0 or `-errno`.
    synchronized int open() {
        int fd = Descriptors.event();
        if (fd < 0) {
            return fd;
        }
        event.open(fd);
        return 0;
    }

    synchronized int fd() {
        return event.fd();
    }

    synchronized void ring() {
        if (event.isOpen()) {
            Descriptors.raise(event.fd());
        }
    }

    synchronized void silence(MemorySegment buffer) {
        Descriptors.read(event.fd(), buffer);
    }

    @Override
    public synchronized void close() {
        event.close();
    }
}
