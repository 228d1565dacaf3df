package dev.perigee.protocol.event;

import java.util.List;

/// The answer to a batch: all of it is durable but those in `failures`, which will never be taken. `accepted` has the
/// ids of the others, in order; one that was taken before counts as accepted.
public record EventReceipt(List<EventId> accepted, List<Failure> failures) {
    public EventReceipt {
        accepted = List.copyOf(accepted);
        failures = List.copyOf(failures);
    }

    /// Why the event at `index` of the batch, from 0, was refused; `type` is empty when it has none.
    public record Failure(int index, String type, String error) {}
}
