package dev.perigee.process;

/// One of the two streams that a tree writes to.
public enum ProgramStream {
    STDOUT,
    STDERR
}
