package dev.perigee.process;

import java.nio.ByteBuffer;

/// Hears what happens to a tree, on the thread that supervises it: it must not block. What it throws is logged.
@FunctionalInterface
public interface TreeListener {
    void happened(TreeEvent event);

    /// The first call, before [ProcessTrees#start] returns.
    default void started(RunningTree tree) {}

    /// The tree wrote `bytes`, which begin at `offset` of the stream; beyond what is kept, too. Their content is valid
    /// during the call only. Every byte is told once, in order, before the outcome is known; a listener that throws
    /// hears no more of that stream.
    default void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {}

    /// Nobody has this stream open any more, so no more is written to it. Not told of a stream that is open at the end.
    default void closed(ProgramStream stream) {}

    /// The tree has closed its stdin, so that nothing more can be said to it. Not told once [TreeInput] was closed.
    default void closedInput() {}

    /// The last call: [RunningTree#outcome] is known and nothing of the tree is left.
    default void ended(Outcome outcome) {}

    static TreeListener none() {
        return event -> {};
    }
}
