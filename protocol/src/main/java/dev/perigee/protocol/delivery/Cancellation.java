package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import org.jspecify.annotations.Nullable;

/// Tells a satellite to end a command, or not to begin it. It is told again until it reports what the command came to.
public record Cancellation(CommandId cancelled, SatelliteId satellite, String session) {
    public Cancellation {
        require("cancelled", cancelled);
        require("satellite", satellite);
        require("session", session);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BadValue("cancellation without " + field);
        }
    }
}
