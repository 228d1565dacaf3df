package dev.perigee.process;

import java.util.Optional;

/// A process held by its pidfd: a signal reaches this very process or nobody, even if its number was given away.
final class PinnedProcess implements AutoCloseable {
    private final Descriptor pidfd = new Descriptor();

    private PinnedProcess(int fd) {
        pidfd.open(fd);
    }

    /// Pins a process read from /proc; empty when it is gone, also when another one has its number by now.
    static Optional<PinnedProcess> pin(ProcessStat stat) {
        int fd = Posix.pidfdOpen(stat.pid());
        if (fd < 0) {
            return Optional.empty();
        }
        PinnedProcess pinned = new PinnedProcess(fd);
        // Only after it is pinned does a look at /proc say whether it is the one that was meant.
        boolean same = ProcFs.stat(stat.pid())
                .filter(now -> now.identity().equals(stat.identity()))
                .isPresent();
        if (!same) {
            pinned.close();
            return Optional.empty();
        }
        return Optional.of(pinned);
    }

    /// Pins a child that is not reaped yet, so that its number is certainly its own.
    static Optional<PinnedProcess> pinChild(int pid) {
        int fd = Posix.pidfdOpen(pid);
        return fd < 0 ? Optional.empty() : Optional.of(new PinnedProcess(fd));
    }

    static void send(ProcessStat stat, Signal signal) {
        pin(stat).ifPresent(pinned -> {
            pinned.send(signal);
            pinned.close();
        });
    }

    /// Readable for poll(2) once the process has ended.
    int fd() {
        return pidfd.fd();
    }

    private void send(Signal signal) {
        Posix.pidfdSendSignal(pidfd.fd(), signal);
    }

    @Override
    public void close() {
        pidfd.close();
    }
}
