package dev.perigee.protocol.delivery;

import dev.perigee.protocol.json.Json;
import java.util.Optional;

/// A cancellation as it travels, signed like a delivery. Neither can be opened as the other.
public record SignedCancellation(String cancellation, String signature) {
    public static SignedCancellation seal(Cancellation cancellation, DeliveryKey key) {
        String text = Json.WIRE.text(cancellation);
        return new SignedCancellation(text, key.sign(text));
    }

    /// The cancellation, or nothing when the signature does not fit. Throws `BadValue` when signed text is not one.
    public Optional<Cancellation> open(DeliveryKey key) {
        return key.fits(cancellation, signature)
                ? Optional.of(Json.WIRE.read(cancellation, Cancellation.class))
                : Optional.empty();
    }
}
