package dev.perigee.control.dispatch;

import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import java.util.ArrayList;
import java.util.List;

/// A sink that takes what it is handed as it is told to, and remembers it.
final class RecordingSink implements DeliverySink {
    private final Uptake uptake;
    private final List<List<Delivery>> batches = new ArrayList<>();
    private final List<List<Cancellation>> cancellations = new ArrayList<>();
    private final List<SessionEnd> ends = new ArrayList<>();

    RecordingSink(Uptake uptake) {
        this.uptake = uptake;
    }

    List<List<Delivery>> batches() {
        return batches;
    }

    /// What was to be cancelled, batch by batch; batches without are left out.
    List<List<Cancellation>> cancellations() {
        return cancellations;
    }

    List<SessionEnd> ends() {
        return ends;
    }

    @Override
    public Uptake deliver(Deliveries handed) {
        if (!ends.isEmpty()) {
            throw new AssertionError("a delivery after the end");
        }
        if (!handed.deliveries().isEmpty()) {
            batches.add(handed.deliveries());
        }
        if (!handed.cancellations().isEmpty()) {
            cancellations.add(handed.cancellations());
        }
        return uptake;
    }

    @Override
    public void end(SessionEnd why) {
        ends.add(why);
    }
}
