package dev.perigee.control.dispatch;

import dev.perigee.protocol.delivery.SignedDelivery;
import java.util.List;

/// The writing end of a channel to one satellite. A session calls it from one thread at a time and never after `end`.
public interface DeliverySink {
    /// Hands the deliveries over for sending, without waiting for it.
    Uptake deliver(List<SignedDelivery> deliveries);

    /// Nothing more comes through this session.
    void end(SessionEnd why);
}
