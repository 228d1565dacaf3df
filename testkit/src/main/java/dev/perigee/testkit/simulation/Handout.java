package dev.perigee.testkit.simulation;

import dev.perigee.protocol.delivery.Deliveries;

/// The answer to a poll: what there is to do, and the hash of the configuration that its satellite is to have.
record Handout(Deliveries deliveries, String config) {}
