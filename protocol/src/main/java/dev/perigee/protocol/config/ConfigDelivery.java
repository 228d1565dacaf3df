package dev.perigee.protocol.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configuration that one satellite is to have, as it is signed and sent. Of two, the one with the higher
/// revision is newer. `secrets` are what the document refers to, by `secret:NAME@VERSION`. Prints without them.
public record ConfigDelivery(
        SatelliteId satellite, long revision, ConfigDocument document, SortedMap<String, String> secrets) {
    public ConfigDelivery {
        require("satellite", satellite);
        require("document", document);
        secrets = secrets == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    /// Without secrets.
    public ConfigDelivery(SatelliteId satellite, long revision, ConfigDocument document) {
        this(satellite, revision, document, Collections.emptySortedMap());
    }

    @Override
    public String toString() {
        return "ConfigDelivery[satellite=" + satellite + ", revision=" + revision + ", document=" + document
                + ", secrets=" + secrets.keySet() + "]";
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BadValue(field + " of the configuration is missing");
        }
    }
}
