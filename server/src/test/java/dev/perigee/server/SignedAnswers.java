package dev.perigee.server;

import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.SignedDeliveries;
import dev.perigee.protocol.json.Json;

/// The answers to polls, as one reads them who does not mind who signed them.
final class SignedAnswers {
    private SignedAnswers() {}

    static Deliveries read(String answer) {
        return Json.WIRE
                .read(answer, SignedDeliveries.class)
                .content()
                .map(signed -> SignedDeliveries.read(signed.text(), unreadable -> {
                    throw unreadable;
                }))
                .orElse(Deliveries.NONE);
    }
}
