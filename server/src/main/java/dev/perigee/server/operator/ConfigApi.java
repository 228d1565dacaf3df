package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.access.Policy;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What satellites are to have: layers, their history, and what they come to. docs/api.md. A layer is its team's or its
/// satellite's owner's; others are of the control plane as a whole. Secrets are shown to nobody.
public final class ConfigApi {
    private static final int BODY_MAX = ConfigDocument.CHARACTERS_MAX;
    private static final int HISTORY_DEFAULT = 20;

    private final Access access;
    private final ConfigDesk desk;

    public ConfigApi(Access access, ConfigDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/config/layers", 0, access, this::layers);
        edge.serve(HttpMethod.GET, "/api/v1/config/layer", 0, access, this::layer);
        edge.serve(HttpMethod.PUT, "/api/v1/config/layer", BODY_MAX, access, this::put);
        edge.serve(HttpMethod.POST, "/api/v1/config/rollback", 0, access, this::rollback);
        edge.serve(HttpMethod.GET, "/api/v1/config/history", 0, access, this::history);
        edge.serve(HttpMethod.GET, "/api/v1/config/diff", 0, access, this::diff);
        edge.serve(HttpMethod.POST, "/api/v1/config/dry-run", BODY_MAX, access, this::dryRun);
        edge.serve(HttpMethod.GET, "/api/v1/config/drift", 0, access, this::drift);
        edge.serve(HttpMethod.GET, "/api/v1/satellites/:id/config", 0, access, this::effective);
    }

    private void layers(Call call) {
        Caller caller = access.require(call, Act.LOOK);
        call.reply(
                200,
                new ConfigView.Layers(desk.layers().layers().stream()
                        .filter(layer -> Policy.allows(caller, Act.LOOK, owner(access, layer.layer())))
                        .toList()));
    }

    private void layer(Call call) {
        ConfigScope scope = scope(call);
        access.require(call, Act.LOOK, owner(access, scope));
        answer(call, desk.layer(scope));
    }

    private void put(Call call) {
        ConfigScope scope = scope(call);
        Caller caller = access.require(call, Act.CONFIGURE, owner(access, scope));
        access.note(
                caller,
                AuditAct.CONFIG_CHANGED,
                scope.text(),
                Map.of("what", "change", "after-revision", String.valueOf(expected(call))));
        answer(
                call,
                desk.put(
                        draft(call, scope, caller),
                        expected(call),
                        access.fleet().list(caller)));
    }

    private void rollback(Call call) {
        ConfigScope scope = scope(call);
        Caller caller = access.require(call, Act.CONFIGURE, owner(access, scope));
        ConfigDesk.Rollback rollback = new ConfigDesk.Rollback(
                scope,
                call.query("to").map(to -> number("to", to)).orElse(null),
                caller.name(),
                call.query("note").orElse(null));
        access.note(
                caller,
                AuditAct.CONFIG_CHANGED,
                scope.text(),
                Map.of("what", "rollback", "after-revision", String.valueOf(expected(call))));
        answer(call, desk.rollback(rollback, expected(call), access.fleet().list(caller)));
    }

    private void history(Call call) {
        ConfigScope scope = scope(call);
        access.require(call, Act.LOOK, owner(access, scope));
        int limit = call.queryNumber("limit", HISTORY_DEFAULT, ConfigDesk.HISTORY_MAX);
        call.reply(200, desk.history(scope, Long.MAX_VALUE, limit));
    }

    private void diff(Call call) {
        ConfigScope scope = scope(call);
        access.require(call, Act.LOOK, owner(access, scope));
        call.reply(200, desk.compare(scope, revision(call, "from"), revision(call, "to")));
    }

    private void dryRun(Call call) {
        ConfigScope scope = scope(call);
        Caller caller = access.require(call, Act.LOOK, owner(access, scope));
        call.reply(200, desk.dryRun(draft(call, scope, caller), access.fleet().list(caller)));
    }

    private void drift(Call call) {
        call.reply(200, desk.drift(access.fleet().list(access.require(call, Act.LOOK))));
    }

    private void effective(Call call) {
        SatelliteId id = new SatelliteId(call.path("id"));
        access.require(call, Act.LOOK, id);
        SatelliteView satellite = access.fleet()
                .show(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.SATELLITE_UNKNOWN, "satellite \"" + id + "\" is not registered"));
        call.reply(200, desk.effective(satellite));
    }

    static Owner owner(Access access, ConfigScope scope) {
        return switch (scope) {
            case ConfigScope.Global _, ConfigScope.Group _, ConfigScope.Labelled _ -> new Owner.Everybody();
            case ConfigScope.Team(var name) -> new Owner.Team(name);
            case ConfigScope.One(var id) -> access.fleet().owner(id).orElseGet(Owner.Everybody::new);
        };
    }

    private static long expected(Call call) {
        String expected = call.header("If-Match")
                .orElseThrow(() -> new BadValue(
                        "If-Match is missing: expected the layer's newest revision, or 0 when it has none"));
        return number("If-Match", expected.replace("\"", ""));
    }

    private static ConfigDesk.Draft draft(Call call, ConfigScope scope, Caller caller) {
        ConfigDocument document = ConfigDocument.parse(new String(call.body(), StandardCharsets.UTF_8));
        return new ConfigDesk.Draft(
                scope, document, caller.name(), call.query("note").orElse(null));
    }

    private static void answer(Call call, ConfigView.Revision revision) {
        call.answerHeader("ETag", "\"" + revision.revision() + "\"");
        call.reply(200, revision);
    }

    private static ConfigScope scope(Call call) {
        return ConfigScope.parse(required(call, "layer"));
    }

    private static long revision(Call call, String name) {
        return number(name, required(call, name));
    }

    private static String required(Call call, String name) {
        return call.query(name).orElseThrow(() -> new BadValue("query parameter " + name + " is missing"));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException _) {
            throw new BadValue(name, text, "the number of a revision");
        }
    }
}
