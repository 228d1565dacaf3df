package dev.perigee.control.config;

import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigSchema;
import dev.perigee.protocol.config.ConfigScope;
import java.util.List;
import java.util.SortedMap;

/// What a satellite is to have, as of the revision that is the newest of all layers.
public record Desired(long revision, String hash, ConfigDocument document, SortedMap<String, ConfigScope> origins) {
    public List<ConfigMistake> mistakes() {
        return ConfigSchema.ofWhole(document);
    }
}
