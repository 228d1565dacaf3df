package dev.perigee.control.broadcast;

/// What can happen to a broadcast after it was submitted.
public sealed interface BroadcastEvent {
    /// Its commands were counted, after it was read.
    record Counted(Tally tally) implements BroadcastEvent {}

    /// `caller` wishes that no further command is created until it is resumed.
    record PauseRequested(String caller) implements BroadcastEvent {}

    record ResumeRequested(String caller) implements BroadcastEvent {}

    /// `caller` wishes it to end, and its commands with it.
    record AbortRequested(String caller) implements BroadcastEvent {}
}
