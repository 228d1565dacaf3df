package dev.perigee.server.dialect.perigee;

import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.http.Call;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;

/// Takes what satellites report: what is live first, as long as its commands have not ended, then what is durable.
record Reports(LiveOutput live, ReportDesk desk) {
    void addTo(SatelliteRoutes routes, Limits limits) {
        routes.serve(HttpMethod.POST, "/reports", limits.reportBodyMax(), "reported", this::report);
    }

    private void report(Call call, Satellite satellite) {
        Report report = Json.WIRE.read(call.body(), Report.class);
        live.take(satellite.id(), report);
        call.reply(200, desk.take(satellite.id(), report));
    }
}
