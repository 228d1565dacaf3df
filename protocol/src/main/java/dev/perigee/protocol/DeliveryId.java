package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// The id of an event on its way to a webhook, a ULID: 26 characters that sort by the time they were made.
public record DeliveryId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeliveryId {
        Ulid.check("delivery id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static DeliveryId create(long epochMillis, RandomGenerator random) {
        return new DeliveryId(Ulid.create(epochMillis, random));
    }

    @Override
    public String toString() {
        return value;
    }
}
