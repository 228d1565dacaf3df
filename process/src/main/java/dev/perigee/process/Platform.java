package dev.perigee.process;

import java.util.Set;

/// The machines this module works on: Linux 5.3 or newer on x86_64 or aarch64.
final class Platform {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

    private Platform() {}

    /// Throws [UnsupportedOperationException] with what was found and what was expected.
    static void require() {
        String system = System.getProperty("os.name", "unknown");
        String architecture = System.getProperty("os.arch", "unknown");
        if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
            throw new UnsupportedOperationException(
                    "Process trees need Linux on x86_64 or aarch64; this is " + system + " on " + architecture);
        }
        int pidfd = Posix.pidfdOpen(ProcFs.self());
        if (pidfd < 0) {
            throw new UnsupportedOperationException("Process trees need pidfd_open, of Linux 5.3 or newer; this is "
                    + System.getProperty("os.version") + ", which answers: " + Posix.describe(-pidfd));
        }
        Descriptors.close(pidfd);
    }
}
