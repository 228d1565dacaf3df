package dev.perigee.satellite.link;

import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import java.util.Optional;

/// The satellite's end of a channel. What waits blocks the calling thread until the control plane has answered or the
/// deadline has passed; different methods may be called at the same time. Interruption gives up the call.
public interface Link {
    /// Asks for work, without waiting for it.
    Held open(Poll poll);

    /// Says what there is to say; when this returns, all of it is durable at the control plane.
    Receipt report(Report report) throws LinkException, InterruptedException;

    /// A poll that the control plane holds.
    interface Held {
        /// Waits for the answer, as long as the poll says; nothing when the poll was abandoned.
        Optional<Deliveries> await() throws LinkException, InterruptedException;

        /// Ends the wait, from any thread. What the answer would have brought is lost: cancellations are told again,
        /// but deliveries only when their leases are over, so this is for a poll that asks for none.
        void abandon();
    }
}
