package dev.perigee.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The C library's calls about processes. Each answers `-errno` on failure; `EINTR` never gets out.
@SuppressWarnings("restricted")
final class Posix {
    private static final MethodHandle PRCTL =
            Native.linkVariadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SYSCALL =
            Native.linkVariadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle KILL = Native.link("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle WAITPID = Native.link("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle WAITID = Native.link("waitid", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle ACCESS = Native.link("access", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle STRERROR = Native.link("strerror", ADDRESS, JAVA_INT);

    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int P_ALL = 0;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int SIGINFO_BYTES = 128;
    private static final int SIGINFO_PID = 16;

    static final int EXISTS = 0;
    static final int EXECUTABLE = 1;

    private Posix() {}

    static int childSubreaper(boolean on) {
        return Native.call(errno -> (int) PRCTL.invokeExact(errno, PR_SET_CHILD_SUBREAPER, on ? 1L : 0L, 0L, 0L, 0L));
    }

    /// A descriptor that stays with this very process, whoever gets its number later.
    static int pidfdOpen(int pid) {
        return Native.call(errno -> (int) (long) SYSCALL.invokeExact(errno, SYS_PIDFD_OPEN, (long) pid, 0L, 0L, 0L));
    }

    static int pidfdSendSignal(int pidfd, Signal signal) {
        return Native.call(errno -> (int)
                (long) SYSCALL.invokeExact(errno, SYS_PIDFD_SEND_SIGNAL, (long) pidfd, (long) signal.number(), 0L, 0L));
    }

    /// Signals all of a process group at once, which a loop of forks cannot outrun.
    static int killGroup(int group, Signal signal) {
        return Native.call(errno -> (int) KILL.invokeExact(errno, -group, signal.number()));
    }

    /// Answers the pid of some child that has ended, without reaping it; `-ECHILD` when there is no child.
    static int awaitAnyExit() {
        return anyExit(WEXITED | WNOWAIT);
    }

    /// The same without waiting: 0 when no child has ended.
    static int anyExit() {
        return anyExit(WEXITED | WNOWAIT | WNOHANG);
    }

    private static int anyExit(int options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, 8);
            int result;
            do {
                result = Native.call(errno -> (int) WAITID.invokeExact(errno, P_ALL, 0, info, options));
            } while (result == -Errno.EINTR);
            return result < 0 ? result : info.get(JAVA_INT, SIGINFO_PID);
        }
    }

    /// Reaps an ended child without waiting; [WaitStatus#UNKNOWN] when it was not there to be reaped.
    static WaitStatus reap(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            int reaped = Native.call(errno -> (int) WAITPID.invokeExact(errno, pid, status, WNOHANG));
            return reaped == pid ? WaitStatus.of(status.get(JAVA_INT, 0)) : WaitStatus.UNKNOWN;
        }
    }

    static int access(String rawPath, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = Native.cString(arena, rawPath);
            return Native.call(errno -> (int) ACCESS.invokeExact(errno, path, mode));
        }
    }

    static String describe(int error) {
        MemorySegment[] text = {MemorySegment.NULL};
        Native.call(errno -> {
            text[0] = (MemorySegment) STRERROR.invokeExact(errno, error);
            return 0;
        });
        return text[0].reinterpret(256).getString(0) + " (errno " + error + ")";
    }
}
