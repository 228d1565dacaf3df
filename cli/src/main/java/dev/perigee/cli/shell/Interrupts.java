package dev.perigee.cli.shell;

/// What Ctrl-C does: it ends the process, unless somebody takes it.
@FunctionalInterface
public interface Interrupts {
    Interrupts LEFT_ALONE = _ -> {};

    /// From now on each Ctrl-C runs `action` instead, on a thread of its own.
    void take(Runnable action);
}
