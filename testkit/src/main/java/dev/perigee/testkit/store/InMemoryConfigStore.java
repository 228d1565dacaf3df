package dev.perigee.testkit.store;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigScope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The reference: configurations in memory. Thread-safe: its monitor guards everything.
public final class InMemoryConfigStore implements ConfigStore {
    private final List<LayerRevision> revisions = new ArrayList<>();
    private final TreeMap<SatelliteId, ReportedConfig> reports = new TreeMap<>();

    @Override
    public synchronized Putting put(LayerRevision revision, long expected) {
        long current = history(revision.layer(), Long.MAX_VALUE, 1).stream()
                .mapToLong(LayerRevision::number)
                .findFirst()
                .orElse(0);
        if (current != expected) {
            return new Putting.Conflict(current);
        }
        LayerRevision kept = revision.numbered(revisions.size() + 1L);
        revisions.add(kept);
        return new Putting.Kept(kept);
    }

    @Override
    public synchronized List<LayerRevision> newest() {
        TreeMap<ConfigScope, LayerRevision> newest = new TreeMap<>();
        revisions.forEach(revision -> newest.put(revision.layer(), revision));
        return newest.values().stream()
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
    }

    @Override
    public synchronized List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return revisions.reversed().stream()
                .filter(revision -> revision.layer().equals(layer) && revision.number() <= upTo)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void report(ReportedConfig reported) {
        reports.put(reported.satellite(), reported);
    }

    @Override
    public synchronized List<ReportedConfig> reports() {
        return List.copyOf(reports.values());
    }
}
