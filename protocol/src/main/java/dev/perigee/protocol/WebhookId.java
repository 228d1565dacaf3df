package dev.perigee.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A webhook's id, a ULID: 26 characters that sort by the time they were made.
public record WebhookId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WebhookId {
        Ulid.check("webhook id", value);
    }

    /// A new id for `epochMillis`, with its random part from `random`.
    public static WebhookId create(long epochMillis, RandomGenerator random) {
        return new WebhookId(Ulid.create(epochMillis, random));
    }

    @Override
    public String toString() {
        return value;
    }
}
