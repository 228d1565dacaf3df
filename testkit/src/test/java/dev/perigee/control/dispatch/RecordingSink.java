package dev.perigee.control.dispatch;

import dev.perigee.protocol.delivery.SignedCancellation;
import dev.perigee.protocol.delivery.SignedDelivery;
import java.util.ArrayList;
import java.util.List;

/// A sink that takes what it is handed as it is told to, and remembers it.
final class RecordingSink implements DeliverySink {
    private final Uptake uptake;
    private final List<List<SignedDelivery>> batches = new ArrayList<>();
    private final List<List<SignedCancellation>> cancellations = new ArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();

    RecordingSink(Uptake uptake) {
        this.uptake = uptake;
    }

    List<List<SignedDelivery>> batches() {
        return batches;
    }

    /// What was to be cancelled, batch by batch; batches without are left out.
    List<List<SignedCancellation>> cancellations() {
        return cancellations;
    }

    List<SessionEnd> ends() {
        return ends;
    }

    @Override
    public Uptake deliver(List<SignedDelivery> deliveries, List<SignedCancellation> cancelled) {
        if (!ends.isEmpty()) {
            throw new AssertionError("a delivery after the end");
        }
        if (!deliveries.isEmpty()) {
            batches.add(deliveries);
        }
        if (!cancelled.isEmpty()) {
            cancellations.add(cancelled);
        }
        return uptake;
    }

    @Override
    public void end(SessionEnd why) {
        ends.add(why);
    }
}
