package dev.perigee.control.command;

/// Hears, after the commit, what became of commands: on the thread that did it, which it must not block. What it is
/// told
/// may come late or, when the process dies, never; the store has the truth.
public interface CommandListener {
    /// `command` is durable and new.
    void accepted(Command command);

    void moved(Decision.Move move);

    /// Something may have changed of which nobody will be told: the store lost sight of a commit.
    default void inDoubt() {}
}
