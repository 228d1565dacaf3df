package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All layers at one moment. Satellites that the same revisions are for share one composition, also with the layers
/// of another moment; finding it takes as long as there are label selectors. Thread-safe.
final class Layers {
    private final KeptLayers kept;
    private final Map<ConfigScope, Place> places = new HashMap<>();
    private final List<ConfigScope.Labelled> selectors = new ArrayList<>();
    private final Compositions compositions;
    private final Entitlement entitlement;

    /// What a layer says: to all, and to those that a rollout is released to.
    private record Place(
            @Nullable LayerRevision newest, @Nullable StagedRevision staged) {
        @Nullable
        LayerRevision of(Member member) {
            return staged != null && staged.rollout().isReleasedTo(member.id()) ? staged.revision() : newest;
        }
    }

    Layers(KeptLayers kept, Entitlement entitlement) {
        this(kept, entitlement, new Compositions());
    }

    private Layers(KeptLayers kept, Entitlement entitlement, Compositions compositions) {
        this.kept = kept;
        this.compositions = compositions;
        this.entitlement = entitlement;
        kept.newest().forEach(layer -> places.put(layer.layer(), new Place(layer, null)));
        kept.staged()
                .forEach(staged -> places.compute(
                        staged.rollout().layer(),
                        (_, place) -> new Place(place == null ? null : place.newest(), staged)));
        places.keySet().stream()
                .sorted()
                .filter(ConfigScope.Labelled.class::isInstance)
                .forEach(scope -> selectors.add((ConfigScope.Labelled) scope));
    }

    long number() {
        return kept.number();
    }

    /// In the order in which they override each other.
    List<LayerRevision> newest() {
        return kept.newest().stream()
                .sorted((one, other) -> one.layer().compareTo(other.layer()))
                .toList();
    }

    Optional<LayerRevision> find(ConfigScope scope) {
        return Optional.ofNullable(places.get(scope)).map(Place::newest);
    }

    /// The rollout of the layer that is under way.
    Optional<Rollout> rollout(ConfigScope scope) {
        return Optional.ofNullable(places.get(scope)).map(Place::staged).map(StagedRevision::rollout);
    }

    /// Those under way.
    List<Rollout> rollouts() {
        return kept.staged().stream().map(StagedRevision::rollout).toList();
    }

    Desired desired(Member member) {
        Compositions.Composed composed = compositions.of(fitting(member));
        Composition composition = composed.composition();
        if (composed.secrets().isEmpty()) {
            return new Desired(
                    kept.number(),
                    composed.hash(),
                    composition.document(),
                    composition.origins(),
                    Desired.References.NONE,
                    composed.mistakes(),
                    composed.since());
        }
        Map<SecretName, SealedSecret> secrets = new TreeMap<>();
        composed.secrets()
                .forEach(name -> entitlement
                        .find(name, member.id(), member.team())
                        .ifPresent(secret -> secrets.put(name, secret)));
        Pinned pins = compositions.pinned(composed, secrets);
        List<ConfigMistake> mistakes = composed.mistakes();
        if (!pins.missing().isEmpty()) {
            mistakes = new ArrayList<>(mistakes);
            mistakes.addAll(pins.missing());
        }
        return new Desired(
                kept.number(),
                pins.hash(),
                pins.document(),
                composition.origins(),
                new Desired.References(composed.secrets(), pins.secrets()),
                List.copyOf(mistakes),
                composed.since());
    }

    /// The same with another revision of its layer, which is for all. Its number is nobody's yet, so what it comes to
    /// is kept apart.
    Layers with(LayerRevision changed) {
        List<LayerRevision> next = new ArrayList<>(kept.newest());
        next.removeIf(layer -> layer.layer().equals(changed.layer()));
        next.add(changed.numbered(kept.number() + 1));
        List<StagedRevision> others = kept.staged().stream()
                .filter(staged -> !staged.rollout().layer().equals(changed.layer()))
                .toList();
        return new Layers(new KeptLayers(kept.number() + 1, List.copyOf(next), others), entitlement);
    }

    /// Those of another moment, with all that is known of the revisions that they share with these.
    Layers next(KeptLayers other) {
        return new Layers(other, entitlement, compositions);
    }

    Compositions compositions() {
        return compositions;
    }

    private List<LayerRevision> fitting(Member member) {
        List<LayerRevision> fitting = new ArrayList<>();
        member.named().forEach(scope -> add(fitting, scope, member));
        for (ConfigScope.Labelled selector : selectors) {
            if (member.isIn(selector)) {
                add(fitting, selector, member);
            }
        }
        return fitting;
    }

    private void add(List<LayerRevision> fitting, ConfigScope scope, Member member) {
        Place place = places.get(scope);
        LayerRevision revision = place == null ? null : place.of(member);
        if (revision != null) {
            fitting.add(revision);
        }
    }
}
