package dev.perigee.protocol.api;

import java.util.List;

/// All satellites, by id.
public record SatelliteList(List<SatelliteView> satellites) {
    public SatelliteList {
        satellites = List.copyOf(satellites);
    }
}
