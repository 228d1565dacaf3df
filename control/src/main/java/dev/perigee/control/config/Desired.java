package dev.perigee.control.config;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// What a satellite is to have, as of the revision that is the newest of all layers, what of it refers to secrets, what
/// is wrong with it, and `since` when the newest revision in it was made, the epoch when there is none.
public record Desired(
        long revision,
        String hash,
        ConfigDocument document,
        SortedMap<String, ConfigScope> origins,
        References references,
        List<ConfigMistake> mistakes,
        Instant since) {
    /// The names of secrets that a document refers to, and those that the satellite gets for them.
    public record References(SortedSet<SecretName> names, List<SealedSecret> secrets) {
        static final References NONE = new References(Collections.emptySortedSet(), List.of());
    }
}
