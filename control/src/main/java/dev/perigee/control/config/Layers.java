package dev.perigee.control.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretReferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// All layers at one moment. Satellites that the same layers are for share one composition. Thread-safe.
final class Layers {
    private static final int COMPOSITIONS_MAX = 2_000;

    private final List<LayerRevision> newest;
    private final long revision;
    private final Cache<List<Long>, Composed> compositions =
            Caffeine.newBuilder().maximumSize(COMPOSITIONS_MAX).build();

    private final Cache<Pins, Pinned> pinned =
            Caffeine.newBuilder().maximumSize(COMPOSITIONS_MAX).build();
    private final Entitlement entitlement;

    private record Composed(Composition composition, String hash, SortedSet<SecretName> secrets) {}

    /// Which layers, and which versions of which secrets.
    private record Pins(List<Long> layers, Map<SecretName, SealedSecret> secrets) {}

    Layers(List<LayerRevision> newest, Entitlement entitlement) {
        this.entitlement = entitlement;
        this.newest = newest.stream()
                .sorted((one, other) -> one.layer().compareTo(other.layer()))
                .toList();
        this.revision = newest.stream().mapToLong(LayerRevision::number).max().orElse(0);
    }

    List<LayerRevision> newest() {
        return newest;
    }

    Optional<LayerRevision> find(ConfigScope scope) {
        return newest.stream().filter(layer -> layer.layer().equals(scope)).findFirst();
    }

    Desired desired(Member member) {
        List<LayerRevision> fitting =
                newest.stream().filter(layer -> member.isIn(layer.layer())).toList();
        List<Long> key = fitting.stream().map(LayerRevision::number).toList();
        Composed composed = compositions.get(key, _ -> composed(fitting));
        Composition composition = composed.composition();
        if (composed.secrets().isEmpty()) {
            return new Desired(
                    revision, composed.hash(), composition.document(), composition.origins(), Desired.References.NONE);
        }
        Map<SecretName, SealedSecret> secrets = new TreeMap<>();
        composed.secrets()
                .forEach(name -> entitlement
                        .find(name, member.id(), member.team())
                        .ifPresent(secret -> secrets.put(name, secret)));
        Pinned pins = pinned.get(new Pins(key, secrets), _ -> Pinned.of(composition.document(), secrets));
        return new Desired(
                revision,
                pins.hash(),
                pins.document(),
                composition.origins(),
                new Desired.References(composed.secrets(), pins.secrets(), pins.missing()));
    }

    /// The same with another revision of its layer, which has the next number.
    Layers with(LayerRevision changed) {
        List<LayerRevision> next = new ArrayList<>(newest);
        next.removeIf(layer -> layer.layer().equals(changed.layer()));
        next.add(changed.numbered(revision + 1));
        return new Layers(next, entitlement);
    }

    private static Composed composed(List<LayerRevision> fitting) {
        Composition composition = Composition.of(fitting);
        ConfigDocument document = composition.document();
        return new Composed(composition, document.hash(), SecretReferences.names(document));
    }
}
