package dev.perigee.control.config;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigSchema;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// What a satellite is to have, as of the revision that is the newest of all layers, and what of it refers to secrets.
public record Desired(
        long revision,
        String hash,
        ConfigDocument document,
        SortedMap<String, ConfigScope> origins,
        References references) {
    /// The names of secrets that a document refers to, those that the satellite gets for them, and where there is none.
    public record References(SortedSet<SecretName> names, List<SealedSecret> secrets, List<ConfigMistake> missing) {
        static final References NONE = new References(Collections.emptySortedSet(), List.of(), List.of());
    }

    public List<ConfigMistake> mistakes() {
        List<ConfigMistake> all = new ArrayList<>(ConfigSchema.ofWhole(document));
        all.addAll(references.missing());
        return List.copyOf(all);
    }
}
