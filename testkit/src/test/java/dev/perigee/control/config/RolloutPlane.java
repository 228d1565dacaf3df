package dev.perigee.control.config;

import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutView;
import dev.perigee.protocol.target.Labels;
import dev.perigee.testkit.store.InMemoryConfigStore;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A control plane as far as configurations are concerned, and satellites that do at once what they are nudged to when
/// `report` is called: those in `unwilling` refuse whatever they have not, those in `mute` say nothing.
final class RolloutPlane {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final ConfigScope GLOBAL = ConfigScope.parse("global");

    final ManualClock clock = new ManualClock(BEGIN);
    final InMemoryConfigStore store = new InMemoryConfigStore();
    final Map<SatelliteId, Liveness> fleet = new TreeMap<>();
    final Set<SatelliteId> unwilling = new HashSet<>();
    final Set<SatelliteId> mute = new HashSet<>();
    final List<SatelliteId> nudged = new ArrayList<>();
    private final Map<SatelliteId, ConfigView.Effective> has = new TreeMap<>();
    ConfigDesk desk;
    RolloutDesk rollouts;

    RolloutPlane(int satellites) {
        for (int i = 1; i <= satellites; i++) {
            fleet.put(new SatelliteId("s" + i), Liveness.LIVE);
        }
        desk = new ConfigDesk(store, clock, nudged::add);
        rollouts = new RolloutDesk(desk, store, this::views, clock, new SplittableRandom(1));
    }

    /// Everything in memory is gone.
    void restart() {
        desk = new ConfigDesk(store, clock, nudged::add);
        rollouts = new RolloutDesk(desk, store, this::views, clock, new SplittableRandom(2));
    }

    RolloutView start(String document, long expected, String waves) {
        return start(document, expected, waves, "0");
    }

    RolloutView start(String document, long expected, String waves, String maxFailed) {
        return rollouts.start(
                draft(document),
                expected,
                new RolloutPlan(RolloutPlan.waves(waves), Duration.ofSeconds(30), Portion.parse(maxFailed)));
    }

    ConfigView.Revision put(String document, long expected) {
        return desk.put(draft(document), expected, views());
    }

    /// Each satellite takes what it is to have and says so, or refuses it and says that.
    void report() {
        for (SatelliteView satellite : views()) {
            ConfigView.Effective desired = desk.effective(satellite);
            String hash = has(satellite.id());
            if (mute.contains(satellite.id()) || satellite.state() != Liveness.LIVE) {
                continue;
            }
            if (unwilling.contains(satellite.id()) && !hash.equals(desired.hash())) {
                desk.report(satellite.id(), new ConfigReport(0, hash, desired.hash(), "no program " + satellite.id()));
            } else {
                has.put(satellite.id(), desired);
                desk.report(satellite.id(), ConfigReport.applied(desired.revision(), desired.hash()));
            }
        }
    }

    /// What the satellite has by now.
    String has(SatelliteId satellite) {
        ConfigView.Effective had = has.get(satellite);
        return had == null ? ConfigDocument.EMPTY.hash() : had.hash();
    }

    /// The satellites that are to have what this document says.
    List<SatelliteId> given(String document) {
        String hash = document(document).hash();
        return views().stream()
                .filter(satellite -> desk.effective(satellite).hash().equals(hash))
                .map(SatelliteView::id)
                .toList();
    }

    RolloutView show(RolloutId id) {
        return rollouts.show(rollouts.find(id));
    }

    List<SatelliteView> views() {
        return fleet.entrySet().stream()
                .map(entry -> new SatelliteView(
                        entry.getKey(), entry.getValue(), "1", "linux", null, null, Labels.NONE, null, BEGIN, BEGIN))
                .toList();
    }

    static ConfigDocument document(String text) {
        return ConfigDocument.parse("{\"exec\":{\"allow\":[\"" + text + "\"]}}");
    }

    private static ConfigDesk.Draft draft(String document) {
        return new ConfigDesk.Draft(GLOBAL, document(document), "ada", null);
    }
}
