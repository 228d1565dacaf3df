package dev.perigee.protocol.delivery;

import java.util.List;

/// The answer to a poll: what there is to do, most urgent first. Empty when the wait ran out.
public record Deliveries(List<SignedDelivery> deliveries) {
    public static final Deliveries NONE = new Deliveries(List.of());

    public Deliveries {
        deliveries = List.copyOf(deliveries);
    }
}
