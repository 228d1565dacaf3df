package dev.perigee.protocol.delivery;

import dev.perigee.protocol.CommandId;
import java.util.List;

/// The answer to a report, sent once everything in it is durable: the satellite may forget all of it. `unknown` are the
/// commands that are not this satellite's, `late` those that had already ended otherwise.
public record Receipt(List<CommandId> unknown, List<CommandId> late) {
    public Receipt {
        unknown = List.copyOf(unknown);
        late = List.copyOf(late);
    }
}
