package dev.perigee.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Links functions of the C library and calls them the way the kernel answers: a negative result is `-errno`.
/// Text for C is _raw_: a string whose chars are the bytes of its UTF-8 form, so that bytes of any encoding survive.
@SuppressWarnings("restricted")
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Native() {}

    /// A downcall whose first argument is where errno is kept for [#call].
    @FunctionalInterface
    interface Call {
        int in(MemorySegment errno) throws Throwable;
    }

    static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return find(name, result, arguments)
                .orElseThrow(() -> new UnsupportedOperationException("The C library has no function " + name));
    }

    static Optional<MethodHandle> find(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.defaultLookup()
                .find(name)
                .map(address -> LINKER.downcallHandle(
                        address, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno")));
    }

    static MethodHandle linkVariadic(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                symbol(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    static MemorySegment symbol(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("The C library has no symbol " + name));
    }

    static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = call.in(state);
            return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("A downcall throws nothing checked", e);
        }
    }

    static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String text(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    static MemorySegment cString(Arena arena, String raw) {
        return arena.allocateFrom(raw, StandardCharsets.ISO_8859_1);
    }
}
