package dev.perigee.server.dialect.perigee;

import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.SignedDeliveries;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;

/// Hands out work, signed, with hints at which configuration its satellite is to have, and whether another key.
record Polls(LongPollChannel channel, ServerKeys keys, ConfigDesk configs, KeyRotations rotations) {
    void addTo(SatelliteRoutes routes, Limits limits) {
        routes.serve(HttpMethod.POST, "/deliveries", limits.bodyMax(), "asked for work", this::poll);
    }

    private void poll(Call call, Satellite satellite) {
        Poll poll = Json.WIRE.read(call.body(), Poll.class);
        channel.open(
                call,
                satellite,
                poll,
                deliveries -> SignedDeliveries.seal(deliveries, keys.key())
                        .hinting(configs.desired(satellite).hash(), rotations.wanted(satellite.id())));
        // After it is open, so that a change is seen here or ends it.
        configs.remind(satellite, poll.config());
    }
}
