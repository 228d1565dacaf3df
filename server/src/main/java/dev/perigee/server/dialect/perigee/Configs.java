package dev.perigee.server.dialect.perigee;

import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.config.Desired;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;

/// Tells satellites what they are to have, signed, and hears which they have.
record Configs(ConfigDesk desk, ServerKeys keys, Happenings events) {
    private static final int REPORT_MAX = 64 * 1024;

    void addTo(SatelliteRoutes routes) {
        routes.serve(HttpMethod.GET, "/config", 0, "asked for its configuration", this::config);
        routes.serve(HttpMethod.PUT, "/config/applied", REPORT_MAX, "reported its configuration", this::applied);
    }

    /// Nothing when the satellite has what it is to have.
    private void config(Call call, Satellite satellite) {
        Desired desired = desk.desired(satellite);
        if (call.query("hash").filter(desired.hash()::equals).isPresent()) {
            call.reply(304, "application/json", new byte[0]);
            return;
        }
        call.reply(200, seal(satellite, desired));
    }

    /// What the satellite is to have now.
    Signed current(Satellite satellite) {
        return seal(satellite, desk.desired(satellite));
    }

    private Signed seal(Satellite satellite, Desired desired) {
        ConfigDelivery delivery = new ConfigDelivery(satellite.id(), desired.revision(), desired.document());
        return Signed.seal(Purpose.CONFIG, Json.WIRE.text(delivery), keys.key());
    }

    private void applied(Call call, Satellite satellite) {
        ConfigReport report = Json.WIRE.read(call.body(), ConfigReport.class);
        desk.report(satellite.id(), report);
        events.configured(satellite.id(), report);
        call.reply(200, report);
    }
}
