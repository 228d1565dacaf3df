package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.event.Happenings;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.access.OperatorList;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Revocation;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/// Who may ask for something, with keys of their own: docs/api.md.
public final class OperatorsApi {
    private static final Owner EVERYBODY = new Owner.Everybody();

    private final Access access;
    private final Limits limits;
    private final Happenings events;

    public OperatorsApi(Access access, Limits limits, Happenings events) {
        this.access = access;
        this.limits = limits;
        this.events = events;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, "/api/v1/operators", limits.bodyMax(), access, this::create);
        edge.serve(HttpMethod.GET, "/api/v1/operators", 0, access, this::list);
        edge.serve(HttpMethod.DELETE, "/api/v1/operators/:name", 0, access, this::revoke);
    }

    private void create(Call call) {
        Caller caller = access.require(call, Act.ADMINISTER, EVERYBODY);
        OperatorRequest request = Json.STRICT.read(call.body(), OperatorRequest.class);
        access.note(caller, AuditAct.OPERATOR_CREATED, request.name(), facts(request));
        OperatorView made = access.operators().create(caller, request);
        events.operatorCreated(made, caller);
        call.reply(201, made);
    }

    private void list(Call call) {
        access.require(call, Act.ADMINISTER, EVERYBODY);
        call.reply(200, new OperatorList(access.operators().list()));
    }

    private void revoke(Call call) {
        Caller caller = access.require(call, Act.ADMINISTER, EVERYBODY);
        access.note(caller, AuditAct.OPERATOR_REVOKED, call.path("name"), Map.of());
        access.operators().revoke(call.path("name"));
        events.operatorRevoked(call.path("name"), caller);
        call.reply(200, new Revocation(call.path("name")));
    }

    private static Map<String, String> facts(OperatorRequest request) {
        return request.team() == null
                ? Map.of("role", request.role().wireName())
                : Map.of(
                        "role",
                        request.role().wireName(),
                        "team",
                        request.team().value());
    }
}
