package dev.perigee.server.dialect.perigee;

import dev.perigee.control.audit.Audit;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;

/// Registers satellites, and keeps what they say of themselves.
record Registrations(
        SatelliteAccess access, Audit audit, PerigeeDialect.Desks desks, Configs configs, ServerKeys keys) {
    /// How long a poll is best held: below what proxies on the way end.
    static final Duration POLL_WAIT = Duration.ofSeconds(30);

    void addTo(HttpEdge edge, SatelliteRoutes routes, Limits limits) {
        edge.serve(
                HttpMethod.POST, "/perigee/v1/register", limits.bodyMax(), access::requireCredential, this::register);
        routes.serve(HttpMethod.PUT, "/profile", limits.bodyMax(), "described itself", this::describe);
        routes.serve(
                HttpMethod.GET,
                "/signing-keys",
                0,
                "asked for the signing keys",
                (call, _) -> call.reply(200, keys.chain()));
    }

    private void register(Call call) {
        call.reply(
                201,
                access.registering(call, () -> register(call, Json.WIRE.read(call.body(), RegistrationRequest.class))));
    }

    private Registration register(Call call, RegistrationRequest request) {
        SatelliteKey key = recorded(call, request);
        desks.events().registered(request);
        Signed config = desks.fleet()
                .authenticate(key.reveal())
                .flatMap(satellite -> configs.current(call, satellite))
                .orElse(null);
        if (request.signingKey() != null) {
            access.offerSignatureSession(call);
        }
        return new Registration(
                key,
                keys.chain(),
                SatelliteRoutes.channels(request.satellite()),
                new Registration.Intervals(desks.census().heartbeatInterval(), POLL_WAIT),
                config);
    }

    private SatelliteKey recorded(Call call, RegistrationRequest request) {
        String id = request.satellite().value();
        String actor = "satellite:" + id;
        String address = access.address(call);
        audit.record(new Deed(actor, AuditAct.SATELLITE_REGISTERED, id).from(address));
        try {
            access.requireToBe(call, request.satellite());
            return desks.fleet().register(call.bearer().orElse(""), request);
        } catch (ProblemException e) {
            Map<String, String> why = Map.of("why", e.problem().detail());
            audit.record(new Deed(actor, AuditAct.SATELLITE_REFUSED, id, why).from(address));
            throw e;
        }
    }

    private void describe(Call call, Satellite satellite) {
        SatelliteProfile profile = Json.WIRE.read(call.body(), SatelliteProfile.class);
        desks.fleet().describe(satellite.id(), profile);
        call.reply(200, profile);
    }
}
