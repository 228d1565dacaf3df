package dev.perigee.control.config;

import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A satellite as far as it decides which layers are for it.
record Member(
        SatelliteId id, @Nullable TeamName team, @Nullable GroupName group, Labels labels) {
    static Member of(Satellite satellite) {
        return new Member(
                satellite.id(),
                satellite.onlyTeam(),
                satellite.profile().group(),
                satellite.profile().labels());
    }

    static Member of(SatelliteView satellite) {
        return new Member(satellite.id(), satellite.team(), satellite.group(), satellite.labels());
    }

    /// The layers that are for it whatever its labels are.
    List<ConfigScope> named() {
        List<ConfigScope> named = new ArrayList<>(List.of(new ConfigScope.Global(), new ConfigScope.One(id)));
        if (team != null) {
            named.add(new ConfigScope.Team(team));
        }
        if (group != null) {
            named.add(new ConfigScope.Group(group));
        }
        return named;
    }

    boolean isIn(ConfigScope scope) {
        return switch (scope) {
            case ConfigScope.Global _ -> true;
            case ConfigScope.Team(var name) -> name.equals(team);
            case ConfigScope.Group(var name) -> name.equals(group);
            case ConfigScope.Labelled(var selector) -> selector.fits(labels);
            case ConfigScope.One(var only) -> only.equals(id);
        };
    }
}
