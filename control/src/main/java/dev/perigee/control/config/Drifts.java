package dev.perigee.control.config;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who has not what they are to have, and since when. Pure.
final class Drifts {
    private Drifts() {}

    static ConfigView.Drift of(Layers layers, Collection<SatelliteView> satellites, List<ReportedConfig> reports) {
        Map<SatelliteId, ReportedConfig> reported =
                reports.stream().collect(Collectors.toMap(ReportedConfig::satellite, Function.identity()));
        List<ConfigView.Drift.Drifting> drifting = new ArrayList<>();
        for (SatelliteView satellite : satellites) {
            Desired desired = layers.desired(Member.of(satellite));
            ReportedConfig last = reported.get(satellite.id());
            Instant since = since(desired, last);
            if (since != null) {
                drifting.add(new ConfigView.Drift.Drifting(
                        satellite.id(),
                        satellite.state(),
                        desired.hash(),
                        last == null ? null : last.report().hash(),
                        last == null ? null : last.report().revision(),
                        last == null ? null : last.report().error(),
                        last == null ? null : last.at(),
                        since));
            }
        }
        return new ConfigView.Drift(satellites.size() - drifting.size(), drifting.size(), List.copyOf(drifting));
    }

    /// Since when a satellite has not what it is to have, null when it has: since that was decided, or since it said
    /// later that it has something else.
    static @Nullable Instant since(Desired desired, @Nullable ReportedConfig last) {
        if (last == null) {
            return desired.hash().equals(ConfigDocument.EMPTY.hash()) ? null : desired.since();
        }
        if (desired.hash().equals(last.report().hash())) {
            return null;
        }
        boolean refused = desired.hash().equals(last.report().refused());
        return refused || last.at().isBefore(desired.since()) ? desired.since() : last.at();
    }
}
