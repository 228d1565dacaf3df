package dev.perigee.satellite.inbox;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.delivery.Delivery;
import java.util.List;

/// What is to be done about what arrived: commands to run, each once, and commands to end that run or are about to.
/// `useful` says whether there was anything the satellite did not know: if not, asking again at once would bring the
/// same.
public record Arrival(List<Delivery> toRun, List<CommandId> toCancel, boolean useful) {
    public static final Arrival NOTHING = new Arrival(List.of(), List.of(), true);
}
