package dev.perigee.process;

/// A file descriptor that is closed once. Confined to one thread, or guarded by its owner.
final class Descriptor implements AutoCloseable {
    static final int CLOSED = -1;

    private int fd = CLOSED;

    void open(int opened) {
        fd = opened;
    }

    /// Negative when closed, which poll(2) passes over.
    int fd() {
        return fd;
    }

    boolean isOpen() {
        return fd >= 0;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Descriptors.close(fd);
            fd = CLOSED;
        }
    }
}
