package dev.perigee.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Arrays;
import java.util.Locale;

/// How an event stands on its way to a webhook.
public enum DeliveryState {
    /// It is to be sent, at once or at a later time.
    WAITING,
    DELIVERED,
    /// It was sent as often as it is to be, and is sent again when somebody asks for it.
    DEAD;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeliveryState of(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValue("state", name, "waiting, delivered or dead"));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
