package dev.perigee.server.dialect.perigee;

import dev.perigee.control.event.EventDesk;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;

/// Takes batches of events.
record Events(EventDesk desk) {
    void addTo(SatelliteRoutes routes, Limits limits) {
        routes.serve(HttpMethod.POST, "/events", limits.reportBodyMax(), "told of events", this::events);
    }

    private void events(Call call, Satellite satellite) {
        EventBatch batch = Json.WIRE.read(call.body(), EventBatch.class);
        call.reply(200, desk.take(satellite, batch));
    }
}
