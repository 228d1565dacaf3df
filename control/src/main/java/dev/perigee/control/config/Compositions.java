package dev.perigee.control.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigSchema;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretReferences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;

/// What revisions come to together, judged, once for all satellites that the same ones are for. Revisions never change,
/// so what is kept here outlives a change of layers. Bounded, and thread-safe.
final class Compositions {
    private static final int KEPT_MAX = 2_000;

    private final Cache<List<Long>, Composed> composed =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();
    private final Cache<Pins, Pinned> pinned =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();
    private final AtomicLong made = new AtomicLong();

    /// Of which revisions, what they come to, when the newest of them was made, and what is wrong with it all.
    record Composed(
            List<Long> revisions,
            Composition composition,
            String hash,
            SortedSet<SecretName> secrets,
            List<ConfigMistake> mistakes,
            Instant since) {}

    /// Which layers, and which versions of which secrets.
    private record Pins(List<Long> layers, Map<SecretName, SealedSecret> secrets) {}

    Composed of(List<LayerRevision> layers) {
        List<Long> key = layers.stream().map(LayerRevision::number).toList();
        return composed.get(key, _ -> compose(key, layers));
    }

    Pinned pinned(Composed whole, Map<SecretName, SealedSecret> secrets) {
        return pinned.get(
                new Pins(whole.revisions(), secrets),
                _ -> Pinned.of(whole.composition().document(), secrets));
    }

    /// How many were not kept already.
    long made() {
        return made.get();
    }

    private Composed compose(List<Long> key, List<LayerRevision> layers) {
        made.incrementAndGet();
        Composition composition = Composition.of(layers);
        ConfigDocument document = composition.document();
        return new Composed(
                key,
                composition,
                document.hash(),
                SecretReferences.names(document),
                ConfigSchema.ofWhole(document),
                layers.stream()
                        .map(LayerRevision::createdAt)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH));
    }
}
