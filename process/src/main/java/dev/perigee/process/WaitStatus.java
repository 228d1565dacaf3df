package dev.perigee.process;

/// How a process ended: with an exit code, or by a signal (then the code is 128 + signal, as a shell says it).
record WaitStatus(int exitCode, int signal) {
    /// Somebody else took the status; nothing more is known than that the process is gone.
    static final WaitStatus UNKNOWN = new WaitStatus(255, 0);

    static WaitStatus of(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new WaitStatus((status >> 8) & 0xff, 0) : new WaitStatus(128 + signal, signal);
    }
}
