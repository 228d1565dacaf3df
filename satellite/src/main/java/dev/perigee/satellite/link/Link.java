package dev.perigee.satellite.link;

import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.delivery.SignedDelivery;
import java.util.List;

/// The satellite's end of a channel. Each method blocks the calling thread until the control plane has answered or its
/// deadline has passed; different methods may be called at the same time. Interruption gives up the call.
public interface Link {
    /// Asks for work and waits for it as `poll` says.
    List<SignedDelivery> poll(Poll poll) throws LinkException, InterruptedException;

    /// Says what there is to say; when this returns, all of it is durable at the control plane.
    Receipt report(Report report) throws LinkException, InterruptedException;
}
