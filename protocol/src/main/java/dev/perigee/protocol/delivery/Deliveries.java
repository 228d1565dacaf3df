package dev.perigee.protocol.delivery;

import java.util.List;

/// What a poll is answered with: what there is to do, most urgent first, and what is to be ended. Empty when the wait
/// ran out.
public record Deliveries(List<Delivery> deliveries, List<Cancellation> cancellations) {
    public static final Deliveries NONE = new Deliveries(List.of(), List.of());

    public Deliveries {
        deliveries = deliveries == null ? List.of() : List.copyOf(deliveries);
        cancellations = cancellations == null ? List.of() : List.copyOf(cancellations);
    }

    public boolean isEmpty() {
        return deliveries.isEmpty() && cancellations.isEmpty();
    }
}
