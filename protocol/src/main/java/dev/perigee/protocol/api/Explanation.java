package dev.perigee.protocol.api;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import java.time.Instant;
import java.util.List;

/// Why a command is where it is: `GET /api/v1/commands/{id}/why`. The most decisive reason comes first.
public record Explanation(CommandId id, CommandState state, List<Reason> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /// One reason: the rule behind it, a stable code; the time it is about; and what it is, for people.
    public record Reason(String rule, Instant at, String text) {}
}
