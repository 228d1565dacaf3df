package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.fleet.Tokens;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.TokenList;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/// Registration tokens, made, listed and taken back: docs/api.md.
public record TokenApi(Access access, Tokens tokens, Happenings events) {
    private static final String TOKENS = "/api/v1/tokens";

    public void addTo(HttpEdge edge, Limits limits) {
        edge.serve(HttpMethod.POST, TOKENS, limits.bodyMax(), access, this::create);
        edge.serve(HttpMethod.GET, TOKENS, 0, access, this::list);
        edge.serve(HttpMethod.DELETE, TOKENS + "/:id", 0, access, this::revoke);
    }

    private void create(Call call) {
        TokenRequest request = Json.STRICT.read(call.body(), TokenRequest.class);
        Caller caller = access.require(call, Act.ENROLL, Owner.of(request.team()));
        access.note(caller, AuditAct.TOKEN_CREATED, subject(request), facts(request));
        TokenView token = tokens.create(caller, request);
        events.tokenCreated(token, caller);
        call.reply(201, token);
    }

    private static String subject(TokenRequest request) {
        return request.satellite() == null ? "*" : request.satellite().value();
    }

    private static Map<String, String> facts(TokenRequest request) {
        return request.team() == null
                ? Map.of("scope", "global")
                : Map.of("scope", "team", "team", request.team().value());
    }

    private void list(Call call) {
        Caller caller = access.require(call, Act.ENROLL);
        call.reply(200, new TokenList(tokens.list(caller)));
    }

    private void revoke(Call call) {
        TokenId id = new TokenId(call.path("id"));
        Caller caller = access.require(call, Act.ENROLL, tokens.owner(id));
        access.note(caller, AuditAct.TOKEN_REVOKED, id.value(), Map.of());
        call.reply(200, tokens.revoke(caller, id));
    }
}
