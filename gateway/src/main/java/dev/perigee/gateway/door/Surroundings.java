package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.InstantSource;

/// What serving a client takes: the servers, what they offer and who follows what of it, who hears of it, the time, and
/// the bounds.
record Surroundings(
        Upstreams upstreams,
        Catalog catalog,
        Watches watches,
        TurnListener listener,
        InstantSource clock,
        DoorLimits limits) {
    Routing routing() {
        return new Routing(upstreams, catalog);
    }

    Replays replays() {
        return new Replays(catalog);
    }
}
