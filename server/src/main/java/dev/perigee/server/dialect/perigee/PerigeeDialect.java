package dev.perigee.server.dialect.perigee;

import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.delivery.SignedDeliveries;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;

/// How Perigee's own satellites talk: register with a token, then poll and report with the key. What they are to do is
/// signed. The id in the path
/// and the key must be the same satellite's. docs/api.md has the bodies.
public final class PerigeeDialect {
    private final SatelliteAccess access;
    private final Fleet fleet;
    private final ServerKeys keys;
    private final Reports reports;
    private final LongPollChannel channel;
    private final Limits limits;

    /// Where a report goes: what is live first, as long as its commands have not ended, and then what is durable.
    public record Reports(LiveOutput live, ReportDesk desk) {
        private Receipt take(SatelliteId satellite, Report report) {
            live.take(satellite, report);
            return desk.take(satellite, report);
        }
    }

    public PerigeeDialect(
            SatelliteAccess access,
            Fleet fleet,
            ServerKeys keys,
            Reports reports,
            LongPollChannel channel,
            Limits limits) {
        this.access = access;
        this.fleet = fleet;
        this.keys = keys;
        this.reports = reports;
        this.channel = channel;
        this.limits = limits;
    }

    public void addTo(HttpEdge edge) {
        HttpEdge.Gate gate = PerigeeDialect::requireCredential;
        edge.serve(HttpMethod.POST, "/perigee/v1/register", limits.bodyMax(), gate, this::register);
        edge.serve(HttpMethod.PUT, "/perigee/v1/satellites/:id/profile", limits.bodyMax(), gate, this::describe);
        edge.serve(HttpMethod.GET, "/perigee/v1/satellites/:id/signing-keys", 0, gate, this::signingKeys);
        edge.serve(HttpMethod.POST, "/perigee/v1/satellites/:id/deliveries", limits.bodyMax(), gate, this::poll);
        edge.serve(HttpMethod.POST, "/perigee/v1/satellites/:id/reports", limits.reportBodyMax(), gate, this::report);
    }

    private void register(Call call) {
        RegistrationRequest request = Json.WIRE.read(call.body(), RegistrationRequest.class);
        access.requireToBe(call, request.satellite());
        call.reply(201, new Registration(fleet.register(call.bearer().orElse(""), request), keys.chain()));
    }

    private void describe(Call call) {
        Satellite satellite = access.require(call);
        SatelliteProfile profile = Json.WIRE.read(call.body(), SatelliteProfile.class);
        fleet.saw(satellite.id());
        fleet.describe(satellite.id(), profile);
        call.reply(200, profile);
    }

    private void signingKeys(Call call) {
        fleet.saw(access.require(call).id());
        call.reply(200, keys.chain());
    }

    private void poll(Call call) {
        Satellite satellite = access.require(call);
        Poll poll = Json.WIRE.read(call.body(), Poll.class);
        fleet.saw(satellite.id());
        channel.open(call, satellite, poll, deliveries -> SignedDeliveries.seal(deliveries, keys.key()));
    }

    private void report(Call call) {
        Satellite satellite = access.require(call);
        Report report = Json.WIRE.read(call.body(), Report.class);
        fleet.saw(satellite.id());
        call.reply(200, reports.take(satellite.id(), report));
    }

    private static void requireCredential(Call call) {
        if (call.bearer().isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNAUTHORIZED,
                    "expected a key or a registration token in the header Authorization: Bearer …");
        }
    }
}
