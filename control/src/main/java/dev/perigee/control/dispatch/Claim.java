package dev.perigee.control.dispatch;

import dev.perigee.control.command.Command;
import java.util.List;

/// What a claim came to.
public sealed interface Claim {
    /// These are leased to the satellite, most urgent first.
    record Leased(List<Command> commands) implements Claim {}

    /// Nothing is queued.
    record Empty() implements Claim {}

    /// The control plane is stopping and hands out nothing more.
    record Draining() implements Claim {}
}
