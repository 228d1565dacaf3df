package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.InstantSource;

/// What serving a client takes: what the door is to, who follows which resource, and what need not be asked again.
record Surroundings(Door.Means means, Watches watches, SharedAnswers shared) {
    Upstreams upstreams() {
        return means.upstreams();
    }

    Catalog catalog() {
        return means.catalog();
    }

    TurnListener listener() {
        return means.listener();
    }

    InstantSource clock() {
        return means.clock();
    }

    DoorLimits limits() {
        return means.limits();
    }

    Routing routing() {
        return new Routing(upstreams(), catalog());
    }

    Replays replays() {
        return new Replays(catalog());
    }
}
