package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.upstream.Upstreams;
import java.time.Duration;
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

    /// As they are now.
    DoorLimits limits() {
        DoorLimits own = means.limits();
        GatewayPolicy.Limits policy = means.policy().get().limits();
        Duration silenceMax = policy.silenceMax(own.silenceMax());
        Duration callMax = policy.callMax(own.turnMax());
        return own.withSilenceMax(silenceMax).withTurnMax(callMax.compareTo(silenceMax) < 0 ? silenceMax : callMax);
    }

    /// How many calls to one server may be under way.
    int callsMax() {
        Integer max = means.policy().get().limits().callsMax();
        return max == null ? Integer.MAX_VALUE : max;
    }

    /// Whether calls to one server need not be counted.
    boolean anyNumberOfCalls() {
        return means.policy().get().limits().callsMax() == null;
    }

    /// Whether every client may use every tool.
    boolean allToolsAllowed() {
        return !means.policy().get().tools().restricts();
    }

    Routing routing() {
        return new Routing(upstreams(), catalog(), means.policy().get());
    }

    Replays replays() {
        return new Replays(catalog());
    }
}
