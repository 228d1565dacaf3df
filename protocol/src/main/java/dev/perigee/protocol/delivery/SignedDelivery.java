package dev.perigee.protocol.delivery;

import dev.perigee.protocol.json.Json;
import java.util.Optional;

/// A delivery as it travels: its JSON text exactly as it was signed, and the signature. What was not signed with the
/// satellite's own key cannot be opened.
public record SignedDelivery(String delivery, String signature) {
    public static SignedDelivery seal(Delivery delivery, DeliveryKey key) {
        String text = Json.WIRE.text(delivery);
        return new SignedDelivery(text, key.sign(text));
    }

    /// The delivery, or nothing when the signature does not fit. Throws `BadValue` when signed text is not a delivery.
    public Optional<Delivery> open(DeliveryKey key) {
        return key.fits(delivery, signature) ? Optional.of(Json.WIRE.read(delivery, Delivery.class)) : Optional.empty();
    }
}
