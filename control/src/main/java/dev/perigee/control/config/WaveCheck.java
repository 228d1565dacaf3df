package dev.perigee.control.config;

import dev.perigee.control.rollout.Places;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutEvent;
import dev.perigee.control.rollout.WaveHealth;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.rollout.FailedSatellite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Looks at how satellites fare with rollouts: as the layers are, by what each reported last.
record WaveCheck(Layers layers, Collection<SatelliteView> fleet, Map<SatelliteId, ReportedConfig> reported) {
    private enum Fares {
        WELL,
        WAITING,
        AWAY,
        FAILED
    }

    RolloutEvent.Looked look(Rollout rollout, Instant hearing) {
        int next = Math.min(rollout.status().wave() + 1, rollout.plan().waves().size() - 1);
        return new RolloutEvent.Looked(health(rollout), cutoff(rollout, next, concerned(rollout)), hearing);
    }

    WaveHealth health(Rollout rollout) {
        List<SatelliteView> concerned = concerned(rollout);
        Map<Fares, Integer> counts = new EnumMap<>(Fares.class);
        List<FailedSatellite> failed = new ArrayList<>();
        List<FailedSatellite> waiting = new ArrayList<>();
        int released = 0;
        for (SatelliteView satellite : concerned) {
            if (!rollout.isReleasedTo(satellite.id())) {
                continue;
            }
            released++;
            Fares fares = fares(satellite);
            counts.merge(fares, 1, Integer::sum);
            switch (fares) {
                case FAILED -> name(failed, satellite, error(satellite));
                case WAITING -> name(waiting, satellite, "it did not say that it has the configuration");
                case WELL, AWAY -> {}
            }
        }
        return new WaveHealth(
                concerned.size(),
                released,
                counts.getOrDefault(Fares.WELL, 0),
                counts.getOrDefault(Fares.WAITING, 0),
                counts.getOrDefault(Fares.AWAY, 0),
                counts.getOrDefault(Fares.FAILED, 0),
                failed,
                waiting);
    }

    /// Where a wave ends. Its share is one of the live satellites, so that a small wave is not of absent ones only;
    /// when none is live, of all.
    static long cutoff(Rollout rollout, int wave, List<SatelliteView> concerned) {
        List<SatelliteId> live = concerned.stream()
                .filter(satellite -> satellite.state() == Liveness.LIVE)
                .map(SatelliteView::id)
                .toList();
        List<SatelliteId> counted =
                live.isEmpty() ? concerned.stream().map(SatelliteView::id).toList() : live;
        return Places.cutoff(rollout.id(), rollout.plan(), wave, counted);
    }

    private List<SatelliteView> concerned(Rollout rollout) {
        return fleet.stream()
                .filter(satellite -> Member.of(satellite).isIn(rollout.layer()))
                .toList();
    }

    private Fares fares(SatelliteView satellite) {
        String desired = layers.desired(Member.of(satellite)).hash();
        ReportedConfig last = reported.get(satellite.id());
        if (last != null && desired.equals(last.report().hash())) {
            return Fares.WELL;
        }
        if (last != null && desired.equals(last.report().refused())) {
            return Fares.FAILED;
        }
        return satellite.state() == Liveness.LIVE ? Fares.WAITING : Fares.AWAY;
    }

    private String error(SatelliteView satellite) {
        ReportedConfig last = reported.get(satellite.id());
        return last == null ? "" : last.report().problem().orElse("it refused the configuration");
    }

    private static void name(List<FailedSatellite> named, SatelliteView satellite, String error) {
        if (named.size() < WaveHealth.NAMED_MAX) {
            named.add(new FailedSatellite(satellite.id(), error));
        }
    }
}
