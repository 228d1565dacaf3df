package dev.perigee.satellite.ledger;

import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;

/// How the satellite stands with a command.
public sealed interface Standing {
    /// Never seen, or settled so long ago that it is forgotten.
    record Unknown() implements Standing {}

    /// It runs, or is about to.
    record Running(Delivery delivery) implements Standing {}

    /// It came to `result`, which the control plane is not known to have.
    record Ended(Result result) implements Standing {}

    /// The control plane has its result.
    record Settled() implements Standing {}
}
