package dev.perigee.satellite.command;

import dev.perigee.protocol.command.Result;

/// What is to be done for a command.
public sealed interface Handling {
    /// Nothing more: what it comes to is known at once.
    record Answer(Result result) implements Handling {}

    /// Something that takes its time, and so a slot. `cancel` ends it soon, from any thread and at any time, also
    /// before it runs; what cannot be ended early does nothing then, and runs to its end.
    record Work(Job job, Runnable cancel) implements Handling {}

    /// Runs to its end on the calling thread, and says meanwhile how far it is.
    @FunctionalInterface
    interface Job {
        Result run(Progress progress) throws InterruptedException;
    }
}
