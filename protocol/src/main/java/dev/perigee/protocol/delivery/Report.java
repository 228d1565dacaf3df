package dev.perigee.protocol.delivery;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import java.util.List;

/// What a satellite has to say of its commands: those it has journaled and will run, and those that have ended. A
/// command that ended needs no acknowledgement besides. Reporting the same thing again changes nothing.
public record Report(List<CommandId> acknowledged, List<Ended> ended) {
    public Report {
        acknowledged = List.copyOf(acknowledged);
        ended = List.copyOf(ended);
    }

    public boolean isEmpty() {
        return acknowledged.isEmpty() && ended.isEmpty();
    }

    /// One command's end.
    public record Ended(CommandId command, Result result) {}
}
