package dev.perigee.process;

/// How far a tree is through its time, in order.
enum Stage {
    RUNNING,
    WARNING,
    TERMINATING,
    KILLING
}
