package dev.perigee.process;

import java.time.Duration;

/// Something that happened to a running tree, told once each and in this order.
public sealed interface TreeEvent {
    /// The id of the [ProcessSpec].
    String id();

    /// Since the start of the tree.
    Duration elapsed();

    /// 80 % of the timeout are over.
    record TimeoutNear(String id, Duration elapsed, Duration timeout) implements TreeEvent {}

    /// The whole tree was sent SIGTERM.
    record Terminating(String id, Duration elapsed) implements TreeEvent {}

    /// The whole tree was sent SIGKILL.
    record Killing(String id, Duration elapsed) implements TreeEvent {}
}
