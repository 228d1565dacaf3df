package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import org.jspecify.annotations.Nullable;

/// The configuration that one satellite is to have, as it is signed and sent. Of two, the one with the higher
/// revision is newer.
public record ConfigDelivery(SatelliteId satellite, long revision, ConfigDocument document) {
    public ConfigDelivery {
        require("satellite", satellite);
        require("document", document);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BadValue(field + " of the configuration is missing");
        }
    }
}
