package dev.perigee.server.dialect.perigee;

import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.config.Desired;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/// Tells satellites what they are to have, signed, and hears which they have.
record Configs(ConfigDesk desk, ConfigSecrecy secrecy, ServerKeys keys, Happenings events) {
    private static final int REPORT_MAX = 64 * 1024;

    void addTo(SatelliteRoutes routes) {
        routes.serve(HttpMethod.GET, "/config", 0, "asked for its configuration", this::config);
        routes.serve(HttpMethod.PUT, "/config/applied", REPORT_MAX, "reported its configuration", this::applied);
    }

    /// Nothing when the satellite has what it is to have.
    private void config(Call call, Satellite satellite) {
        call.query("hash").ifPresent(hash -> desk.asked(satellite.id(), revision(call), hash));
        Desired desired = desk.desired(satellite);
        if (call.query("hash").filter(desired.hash()::equals).isPresent()) {
            call.reply(304, "application/json", new byte[0]);
            return;
        }
        Optional<String> objection = secrecy.objection(call, desired);
        if (objection.isPresent()) {
            withheld(call, satellite, desired, objection.get());
            throw new ProblemException(ProblemType.SECRETS_IN_CLEAR, objection.get());
        }
        call.reply(200, seal(satellite, desired));
    }

    /// What the satellite is to have now; nothing when it may not be told here.
    Optional<Signed> current(Call call, Satellite satellite) {
        Desired desired = desk.desired(satellite);
        return secrecy.objection(call, desired).isPresent() ? Optional.empty() : Optional.of(seal(satellite, desired));
    }

    private Signed seal(Satellite satellite, Desired desired) {
        ConfigDelivery delivery =
                new ConfigDelivery(satellite.id(), desired.revision(), desired.document(), secrecy.reveal(desired));
        return Signed.seal(Purpose.CONFIG, Json.WIRE.text(delivery), keys.key());
    }

    /// So that it is seen why the satellite does not have it.
    private void withheld(Call call, Satellite satellite, Desired desired, String why) {
        String has = call.query("hash").orElseGet(ConfigDocument.EMPTY::hash);
        boolean _ = desk.report(satellite.id(), new ConfigReport(revision(call), has, desired.hash(), why));
    }

    private static long revision(Call call) {
        return call.query("revision").map(Configs::number).orElse(0L);
    }

    private static long number(String revision) {
        try {
            return Long.parseLong(revision);
        } catch (NumberFormatException _) {
            throw new BadValue("revision", revision, "the number of a revision");
        }
    }

    private void applied(Call call, Satellite satellite) {
        ConfigReport report = Json.WIRE.read(call.body(), ConfigReport.class);
        if (desk.report(satellite.id(), report)) {
            events.configured(satellite.id(), report);
        }
        call.reply(200, report);
    }
}
