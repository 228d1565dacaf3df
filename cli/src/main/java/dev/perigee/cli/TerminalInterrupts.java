package dev.perigee.cli;

import dev.perigee.cli.shell.Interrupts;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// SIGINT of this process. The JDK has no public class for it, so the one it offers all the same is looked up by name;
/// where it is missing, Ctrl-C goes on ending the process.
final class TerminalInterrupts implements Interrupts {
    @Override
    public void take(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taking = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> answer(action, proxy, method, arguments));
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            var _ = signal.getMethod("handle", signal, handler).invoke(null, interrupt, taking);
        } catch (ReflectiveOperationException _) {
            // A runtime without it: the next Ctrl-C ends the process, and the command goes on by itself.
        }
    }

    /// To the handler's one method, and to those that every object has.
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    private static @Nullable Object answer(
            Runnable action, Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> "Ctrl-C";
            default -> {
                action.run();
                yield null;
            }
        };
    }
}
