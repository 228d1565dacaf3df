package dev.perigee.protocol.webhook;

import java.util.List;

/// Deliveries, the newest first.
public record DeliveryList(List<DeliveryView> deliveries) {
    public static final int LIMIT_DEFAULT = 50;
    public static final int LIMIT_MAX = 1000;

    public DeliveryList {
        deliveries = List.copyOf(deliveries);
    }
}
