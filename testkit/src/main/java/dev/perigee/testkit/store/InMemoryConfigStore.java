package dev.perigee.testkit.store;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.KeptLayers;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.control.config.StagedRevision;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.RolloutState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The reference: configurations in memory. Thread-safe: its monitor guards everything.
public final class InMemoryConfigStore implements ConfigStore {
    private final TreeMap<Long, LayerRevision> revisions = new TreeMap<>();
    private final Map<ConfigScope, Long> newest = new HashMap<>();
    private final TreeMap<RolloutId, Rollout> rollouts = new TreeMap<>();
    private final TreeMap<SatelliteId, ReportedConfig> reports = new TreeMap<>();
    private long number;

    @Override
    public synchronized Putting put(LayerRevision revision, long expected) {
        Putting putting = add(revision, expected);
        if (putting instanceof Putting.Kept(LayerRevision kept)) {
            newest.put(kept.layer(), kept.number());
        }
        return putting;
    }

    @Override
    public synchronized Putting stage(LayerRevision revision, Rollout rollout) {
        Putting putting = add(revision, rollout.base());
        if (putting instanceof Putting.Kept(LayerRevision kept)) {
            rollouts.put(rollout.id(), rollout.numbered(kept.number()));
        }
        return putting;
    }

    private Putting add(LayerRevision revision, long expected) {
        Optional<Rollout> busy =
                active().filter(it -> it.layer().equals(revision.layer())).findFirst();
        if (busy.isPresent()) {
            return new Putting.Busy(busy.get().id());
        }
        long current = newest.getOrDefault(revision.layer(), 0L);
        if (current != expected) {
            return new Putting.Conflict(current);
        }
        LayerRevision kept = revision.numbered(++number);
        revisions.put(number, kept);
        return new Putting.Kept(kept);
    }

    @Override
    public synchronized boolean advance(Rollout before, RolloutStatus next) {
        Rollout known = rollouts.get(before.id());
        if (known == null || known.status().version() != before.status().version()) {
            return false;
        }
        number++;
        rollouts.put(known.id(), known.with(next));
        if (next.state() == RolloutState.COMPLETED) {
            newest.put(known.layer(), known.revision());
        }
        return true;
    }

    @Override
    public synchronized KeptLayers layers() {
        List<StagedRevision> staged = active().map(rollout -> new StagedRevision(
                        rollout, revision(rollout.layer(), rollout.revision()).orElseThrow()))
                .toList();
        List<LayerRevision> current = revisions.values().stream()
                .filter(revision -> newest.getOrDefault(revision.layer(), 0L) == revision.number())
                .toList();
        return new KeptLayers(number, current, staged);
    }

    @Override
    public synchronized long number() {
        return number;
    }

    @Override
    public synchronized List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return revisions.descendingMap().values().stream()
                .filter(revision -> revision.layer().equals(layer) && revision.number() <= upTo)
                .filter(revision -> rollouts.values().stream()
                        .noneMatch(rollout -> rollout.revision() == revision.number()
                                && rollout.status().state() != RolloutState.COMPLETED))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<LayerRevision> revision(ConfigScope layer, long wanted) {
        return Optional.ofNullable(revisions.get(wanted))
                .filter(revision -> revision.layer().equals(layer));
    }

    @Override
    public synchronized Optional<Rollout> rollout(RolloutId id) {
        return Optional.ofNullable(rollouts.get(id));
    }

    @Override
    public synchronized List<Rollout> rollouts(int limit) {
        return rollouts.descendingMap().values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void report(ReportedConfig reported) {
        reports.put(reported.satellite(), reported);
    }

    @Override
    public synchronized Optional<ReportedConfig> reported(SatelliteId satellite) {
        return Optional.ofNullable(reports.get(satellite));
    }

    @Override
    public synchronized List<ReportedConfig> reports() {
        return List.copyOf(reports.values());
    }

    private Stream<Rollout> active() {
        return rollouts.values().stream()
                .filter(rollout -> !rollout.status().state().isTerminal());
    }
}
