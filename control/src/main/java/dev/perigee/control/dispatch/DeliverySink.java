package dev.perigee.control.dispatch;

import dev.perigee.protocol.delivery.Deliveries;

/// The writing end of a channel to one satellite. A session calls it from one thread at a time and never after `end`.
public interface DeliverySink {
    /// Hands deliveries and cancellations over for sending, without waiting for it. Cancellations that get lost are
    /// told again in the next session.
    Uptake deliver(Deliveries deliveries);

    /// Nothing more comes through this session.
    void end(SessionEnd why);
}
