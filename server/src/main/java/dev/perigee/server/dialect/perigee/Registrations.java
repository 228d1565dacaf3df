package dev.perigee.server.dialect.perigee;

import dev.perigee.control.event.Happenings;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;

/// Registers satellites, and keeps what they say of themselves.
record Registrations(SatelliteAccess access, Fleet fleet, ServerKeys keys, Happenings events) {
    void addTo(HttpEdge edge, SatelliteRoutes routes, Limits limits) {
        edge.serve(
                HttpMethod.POST,
                "/perigee/v1/register",
                limits.bodyMax(),
                SatelliteRoutes::requireCredential,
                this::register);
        routes.serve(HttpMethod.PUT, "/profile", limits.bodyMax(), "described itself", this::describe);
        routes.serve(
                HttpMethod.GET,
                "/signing-keys",
                0,
                "asked for the signing keys",
                (call, _) -> call.reply(200, keys.chain()));
    }

    private void register(Call call) {
        RegistrationRequest request = Json.WIRE.read(call.body(), RegistrationRequest.class);
        access.requireToBe(call, request.satellite());
        SatelliteKey key = fleet.register(call.bearer().orElse(""), request);
        events.registered(request);
        call.reply(201, new Registration(key, keys.chain()));
    }

    private void describe(Call call, Satellite satellite) {
        SatelliteProfile profile = Json.WIRE.read(call.body(), SatelliteProfile.class);
        fleet.describe(satellite.id(), profile);
        call.reply(200, profile);
    }
}
