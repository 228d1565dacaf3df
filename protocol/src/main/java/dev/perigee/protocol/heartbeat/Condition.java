package dev.perigee.protocol.heartbeat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// How a satellite finds itself: `degraded` when something that it runs is not well, `error` when it takes no work.
public enum Condition {
    ACTIVE,
    DEGRADED,
    ERROR;

    @JsonCreator
    public static Condition of(String name) {
        return switch (name) {
            case "active" -> ACTIVE;
            case "degraded" -> DEGRADED;
            case "error" -> ERROR;
            default -> throw new BadValue("condition", name, "active, degraded or error");
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
