package dev.perigee.testkit.simulation;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.target.GroupName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Which configuration each satellite is to have, worked out beside the control plane from what its store took: nobody
/// has what was never meant for it, a rollout takes one wave after the other and each only when the one before is well,
/// and an end is final.
final class ConfigBook {
    private final boolean inOrder;
    private final Map<SatelliteId, GroupName> groups = new LinkedHashMap<>();
    private final Map<Long, LayerRevision> revisions = new HashMap<>();
    private final Map<ConfigScope, Long> newest = new HashMap<>();
    private final TreeMap<RolloutId, Rollout> rollouts = new TreeMap<>();
    private final Map<SatelliteId, Set<String>> everDesired = new HashMap<>();
    private final Map<SatelliteId, ReportedConfig> said = new HashMap<>();
    private long number;

    /// How satellites fare can only be told when nothing comes between looking and deciding.
    ConfigBook(Plan plan) {
        this.inOrder = plan.faults().calls().interleaving() == 0;
    }

    void registered(SatelliteId id, GroupName group) {
        groups.put(id, group);
        everDesired.put(id, new HashSet<>(Set.of(ConfigDocument.EMPTY.hash())));
    }

    long number() {
        return number;
    }

    /// The newest revision of a layer, 0 for none.
    long newest(ConfigScope scope) {
        return newest.getOrDefault(scope, 0L);
    }

    Rollout rollout(RolloutId id) {
        return Objects.requireNonNull(rollouts.get(id), id::value);
    }

    Map<RolloutState, Integer> states() {
        Map<RolloutState, Integer> counts = new TreeMap<>();
        rollouts.values().forEach(rollout -> counts.merge(rollout.status().state(), 1, Integer::sum));
        return counts;
    }

    boolean isIdle() {
        return rollouts.values().stream()
                .allMatch(rollout -> rollout.status().state().isTerminal());
    }

    void put(LayerRevision revision, long expected) {
        added(revision, expected);
        newest.put(revision.layer(), revision.number());
        settle();
    }

    void staged(LayerRevision revision, Rollout rollout) {
        added(revision, rollout.base());
        Violation.unless(
                rollouts.values().stream()
                        .noneMatch(other -> other.layer().equals(rollout.layer())
                                && !other.status().state().isTerminal()),
                "a layer has one rollout at a time",
                rollout);
        rollouts.put(rollout.id(), rollout);
        settle();
    }

    private void added(LayerRevision revision, long expected) {
        Violation.unless(revision.number() > number, "revisions count up", revision + " after " + number);
        Violation.unless(newest(revision.layer()) == expected, "a layer is changed by who knows its newest", revision);
        number = revision.number();
        revisions.put(number, revision);
    }

    /// The store says that it took `next` for what was `before`.
    void advanced(Rollout before, RolloutStatus next, LivenessBook liveness) {
        Rollout known = rollout(before.id());
        Object detail = known + " -> " + next;
        Violation.unless(!known.status().state().isTerminal(), "the end of a rollout is final", detail);
        Violation.unless(
                known.status().version() == before.status().version()
                        && next.version() == before.status().version() + 1,
                "a rollout changes from what it is",
                detail);
        int waves = next.wave() - known.status().wave();
        Violation.unless(waves == 0 || waves == 1, "one wave follows the other", detail);
        boolean goesOn = waves == 1 || next.state() == RolloutState.COMPLETED;
        if (goesOn && inOrder) {
            List<SatelliteId> unwell = unwell(known, liveness);
            Violation.unless(
                    unwell.size() <= known.plan().maxFailed().amount(),
                    "a wave follows when the one before is well",
                    unwell + " are not: " + detail);
        }
        number++;
        rollouts.put(known.id(), known.with(next));
        if (next.state() == RolloutState.COMPLETED) {
            newest.put(known.layer(), known.revision());
        }
        settle();
    }

    /// Of those that have it and can say so, who did not.
    private List<SatelliteId> unwell(Rollout rollout, LivenessBook liveness) {
        return groups.keySet().stream()
                .filter(id -> scopes(id).contains(rollout.layer()) && rollout.isReleasedTo(id))
                .filter(liveness::isSurelyLive)
                .filter(id -> {
                    ReportedConfig last = said.get(id);
                    return last == null
                            || !last.report().hash().equals(desired(id).hash());
                })
                .toList();
    }

    /// Whether the control plane knows what is running there.
    boolean knows(SatelliteId id, ConfigDocument running) {
        ReportedConfig last = said.get(id);
        return last == null ? running.isEmpty() : last.report().hash().equals(running.hash());
    }

    /// Whether the last thing that is known to have been reported is this.
    boolean hasSaid(ReportedConfig reported) {
        ReportedConfig last = said.get(reported.satellite());
        return last != null && last.report().equals(reported.report());
    }

    void reported(ReportedConfig reported) {
        ConfigReport report = reported.report();
        meant(reported.satellite(), report.hash());
        Violation.unless(
                report.problem().filter(why -> why.contains("is older than")).isEmpty(),
                "what is new has a number that is not older",
                reported);
        said.put(reported.satellite(), reported);
    }

    /// A satellite takes up a configuration, or says that it has it.
    void meant(SatelliteId id, String hash) {
        Violation.unless(
                everDesired.getOrDefault(id, Set.of()).contains(hash),
                "a satellite has only what was meant for it",
                id + " " + hash);
    }

    /// What a satellite is to have now: of the layers of these runs, the nearest says all.
    ConfigDocument desired(SatelliteId id) {
        for (ConfigScope scope : scopes(id)) {
            long revision = newest(scope);
            for (Rollout rollout : rollouts.values()) {
                if (rollout.layer().equals(scope) && !rollout.status().state().isTerminal()) {
                    revision = rollout.isReleasedTo(id) ? rollout.revision() : rollout.base();
                }
            }
            if (revision != 0) {
                return Objects.requireNonNull(revisions.get(revision)).document();
            }
        }
        return ConfigDocument.EMPTY;
    }

    /// Compares with what the store has.
    void check(ConfigStore store) {
        Violation.unless(store.number() == number, "the number counts the changes", store.number());
        for (Rollout kept : store.rollouts(Integer.MAX_VALUE)) {
            Rollout known = rollouts.get(kept.id());
            Violation.unless(
                    known != null
                            && known.status().version() == kept.status().version()
                            && known.status().state() == kept.status().state()
                            && known.status().wave() == kept.status().wave(),
                    "the store has what it took",
                    kept);
        }
    }

    private List<ConfigScope> scopes(SatelliteId id) {
        List<ConfigScope> scopes = new ArrayList<>();
        scopes.add(new ConfigScope.One(id));
        scopes.add(new ConfigScope.Group(Objects.requireNonNull(groups.get(id))));
        scopes.add(new ConfigScope.Global());
        return scopes;
    }

    private void settle() {
        everDesired.forEach((id, ever) -> ever.add(desired(id).hash()));
    }
}
