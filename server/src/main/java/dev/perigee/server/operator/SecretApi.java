package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.access.Policy;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.secret.SecretDesk;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.config.SecretView;
import dev.perigee.protocol.json.Json;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/// The secrets that configurations refer to, which are set and never shown: docs/api.md. One is its team's or its
/// satellite's owner's, or of the control plane as a whole.
public final class SecretApi {
    private static final int BODY_MAX = 512 * 1024;
    private static final String ONE = "/api/v1/secrets/:name";

    private final Access access;
    private final SecretDesk secrets;
    private final ConfigDesk configs;

    public SecretApi(Access access, SecretDesk secrets, ConfigDesk configs) {
        this.access = access;
        this.secrets = secrets;
        this.configs = configs;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/secrets", 0, access, this::list);
        edge.serve(HttpMethod.PUT, ONE, BODY_MAX, access, this::set);
        edge.serve(HttpMethod.DELETE, ONE, 0, access, this::delete);
        edge.serve(HttpMethod.POST, "/api/v1/secrets-key", 0, access, this::rekey);
    }

    private void list(Call call) {
        Caller caller = access.require(call, Act.LOOK);
        call.reply(
                200,
                new SecretView.All(secrets.list().stream()
                        .filter(secret -> Policy.allows(caller, Act.LOOK, owner(secret.scope())))
                        .toList()));
    }

    private void set(Call call) {
        ConfigScope scope = scope(call);
        SecretName name = new SecretName(call.path("name"));
        Caller caller = access.require(call, Act.CONFIGURE, owner(scope));
        SecretValue value = Json.STRICT.read(call.body(), SecretValue.class);
        note(caller, "set", name, scope);
        SecretView set = secrets.set(new SecretDesk.Draft(name, scope, value, caller.name()));
        configs.secretChanged(name, access.fleet().list(caller));
        call.reply(200, set);
    }

    private void delete(Call call) {
        ConfigScope scope = scope(call);
        SecretName name = new SecretName(call.path("name"));
        Caller caller = access.require(call, Act.CONFIGURE, owner(scope));
        note(caller, "delete", name, scope);
        secrets.delete(name, scope);
        configs.secretChanged(name, access.fleet().list(caller));
        call.reply(200, new SecretView.Deleted(name, scope));
    }

    private void rekey(Call call) {
        Caller caller = access.require(call, Act.ADMINISTER, new Owner.Everybody());
        access.note(caller, AuditAct.SECRET_CHANGED, "*", Map.of("what", "rekey"));
        call.reply(200, secrets.rekey());
    }

    private void note(Caller caller, String what, SecretName name, ConfigScope scope) {
        access.note(caller, AuditAct.SECRET_CHANGED, name.value(), Map.of("what", what, "scope", scope.text()));
    }

    private Owner owner(ConfigScope scope) {
        return switch (scope) {
            case ConfigScope.Global _, ConfigScope.Group _, ConfigScope.Labelled _ -> new Owner.Everybody();
            case ConfigScope.Team(var name) -> new Owner.Team(name);
            case ConfigScope.One(var id) -> access.fleet().owner(id).orElseGet(Owner.Everybody::new);
        };
    }

    private static ConfigScope scope(Call call) {
        return SecretDesk.requireScope(ConfigScope.parse(call.query("scope")
                .orElseThrow(() ->
                        new BadValue("query parameter scope is missing: expected global, team:NAME or satellite:ID"))));
    }
}
