package dev.perigee.process;

/// What came of a request to start a tree.
public sealed interface Start {
    record Started(RunningTree tree) implements Start {}

    /// Nothing runs; the message names the offending value.
    record NotStarted(Reason reason, String message) implements Start {}

    enum Reason {
        PROGRAM_NOT_FOUND,
        NOT_EXECUTABLE,
        DIRECTORY_NOT_FOUND,
        /// A text that no process can be given: it contains NUL, or is no name of an environment variable.
        INVALID_TEXT,
        /// A tree of this id is still running.
        ALREADY_RUNNING,
        /// [TreeSettings#treesMax] trees are running.
        TOO_MANY,
        CLOSED,
        /// The system refused; the message has its words.
        SYSTEM
    }
}
