package dev.perigee.protocol.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// How a satellite stands by when it was last seen: `live`, `stale` after 90 s of silence, `dead` 5 min after that.
public enum Liveness {
    LIVE,
    STALE,
    DEAD;

    @JsonCreator
    public static Liveness of(String name) {
        return switch (name) {
            case "live" -> LIVE;
            case "stale" -> STALE;
            case "dead" -> DEAD;
            default -> throw new BadValue("status", name, "live, stale or dead");
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
