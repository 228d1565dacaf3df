package dev.perigee.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// posix_spawn(3): a program in a session of its own, with default signals and no descriptor but its three.
/// Answers the pid or `-errno`; returns once the program runs or is known not to.
final class Spawn {
    private static final MethodHandle SPAWN =
            Native.link("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_INIT = Native.link("posix_spawnattr_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ATTR_DESTROY = Native.link("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle ATTR_FLAGS =
            Native.link("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private static final MethodHandle ATTR_MASK = Native.link("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ATTR_DEFAULTS =
            Native.link("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SIGNALS_ALL = Native.link("sigfillset", JAVA_INT, ADDRESS);
    private static final MethodHandle SIGNALS_NONE = Native.link("sigemptyset", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_INIT = Native.link("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    private static final MethodHandle ACTIONS_DESTROY =
            Native.link("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    private static final MethodHandle ADD_OPEN =
            Native.link("posix_spawn_file_actions_addopen", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_DUP2 =
            Native.link("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ADD_CHDIR =
            Native.link("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);
    /// Since glibc 2.34. Without it a child gets what this JVM opened without close-on-exec, as from any fork.
    private static final @Nullable MethodHandle ADD_CLOSE_FROM = Native.find(
                    "posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT)
            .orElse(null);

    private static final short FLAGS = 0x04 /* SETSIGDEF */ | 0x08 /* SETSIGMASK */ | 0x80 /* SETSID */;
    /// More than any of the opaque structs takes in glibc or musl on x86_64 and aarch64 (336, 80 and 128 bytes).
    private static final long STRUCT_BYTES = 1024;

    private static final int READ_ONLY = 0;
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Arena arena;
    private final MemorySegment attributes;
    private final MemorySegment actions;

    private Spawn(Arena arena) {
        this.arena = arena;
        this.attributes = arena.allocate(STRUCT_BYTES, 16);
        this.actions = arena.allocate(STRUCT_BYTES, 16);
    }

    /// All text is raw; an empty directory is this process's own.
    record Order(String path, List<String> arguments, List<String> environment, String directory) {}

    /// Links the functions before they are needed; later calls do nothing.
    static void link() {
        assert FLAGS != 0;
    }

    /// The child's ends of its three streams; without an input it reads /dev/null.
    record Streams(Descriptor stdin, Descriptor stdout, Descriptor stderr) {}

    static int spawn(Order order, Streams streams) {
        try (Arena arena = Arena.ofConfined()) {
            return new Spawn(arena).run(order, streams);
        }
    }

    private int run(Order order, Streams streams) {
        check(Native.call(errno -> (int) ATTR_INIT.invokeExact(errno, attributes)));
        check(Native.call(errno -> (int) ACTIONS_INIT.invokeExact(errno, actions)));
        try {
            setAttributes();
            addActions(order.directory(), streams);
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment path = Native.cString(arena, order.path());
            MemorySegment arguments = vector(order.arguments());
            MemorySegment environment = vector(order.environment());
            int error = Native.call(
                    errno -> (int) SPAWN.invokeExact(errno, pid, path, actions, attributes, arguments, environment));
            return error == 0 ? pid.get(JAVA_INT, 0) : -error;
        } finally {
            Native.call(errno -> (int) ACTIONS_DESTROY.invokeExact(errno, actions));
            Native.call(errno -> (int) ATTR_DESTROY.invokeExact(errno, attributes));
        }
    }

    private void setAttributes() {
        MemorySegment all = arena.allocate(STRUCT_BYTES, 16);
        MemorySegment none = arena.allocate(STRUCT_BYTES, 16);
        check(Native.call(errno -> (int) SIGNALS_ALL.invokeExact(errno, all)));
        check(Native.call(errno -> (int) SIGNALS_NONE.invokeExact(errno, none)));
        check(Native.call(errno -> (int) ATTR_FLAGS.invokeExact(errno, attributes, FLAGS)));
        check(Native.call(errno -> (int) ATTR_DEFAULTS.invokeExact(errno, attributes, all)));
        check(Native.call(errno -> (int) ATTR_MASK.invokeExact(errno, attributes, none)));
    }

    private void addActions(String directory, Streams streams) {
        if (streams.stdin().isOpen()) {
            addDup2(streams.stdin(), STDIN);
        } else {
            MemorySegment devNull = Native.cString(arena, "/dev/null");
            check(Native.call(errno -> (int) ADD_OPEN.invokeExact(errno, actions, STDIN, devNull, READ_ONLY, 0)));
        }
        addDup2(streams.stdout(), STDOUT);
        addDup2(streams.stderr(), STDERR);
        if (!directory.isEmpty()) {
            MemorySegment path = Native.cString(arena, directory);
            check(Native.call(errno -> (int) ADD_CHDIR.invokeExact(errno, actions, path)));
        }
        MethodHandle closeFrom = ADD_CLOSE_FROM;
        if (closeFrom != null) {
            check(Native.call(errno -> (int) closeFrom.invokeExact(errno, actions, STDERR + 1)));
        }
    }

    private void addDup2(Descriptor from, int to) {
        int fd = from.fd();
        check(Native.call(errno -> (int) ADD_DUP2.invokeExact(errno, actions, fd, to)));
    }

    private MemorySegment vector(List<String> texts) {
        MemorySegment vector = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            vector.setAtIndex(ADDRESS, i, Native.cString(arena, texts.get(i)));
        }
        return vector;
    }

    private static void check(int error) {
        if (error != 0) {
            throw new IllegalStateException("posix_spawn setup: " + Posix.describe(Math.abs(error)));
        }
    }
}
