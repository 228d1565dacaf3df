package dev.perigee.control.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.protocol.config.ConfigScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All layers at one moment. Satellites that the same layers are for share one composition. Thread-safe.
final class Layers {
    private static final int COMPOSITIONS_MAX = 2_000;

    private final List<LayerRevision> newest;
    private final long revision;
    private final Cache<List<Long>, Composed> compositions =
            Caffeine.newBuilder().maximumSize(COMPOSITIONS_MAX).build();

    private record Composed(Composition composition, String hash) {}

    Layers(List<LayerRevision> newest) {
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
        return new Desired(
                revision,
                composed.hash(),
                composed.composition().document(),
                composed.composition().origins());
    }

    /// The same with another revision of its layer, which has the next number.
    Layers with(LayerRevision changed) {
        List<LayerRevision> next = new ArrayList<>(newest);
        next.removeIf(layer -> layer.layer().equals(changed.layer()));
        next.add(changed.numbered(revision + 1));
        return new Layers(next);
    }

    private static Composed composed(List<LayerRevision> fitting) {
        Composition composition = Composition.of(fitting);
        return new Composed(composition, composition.document().hash());
    }
}
