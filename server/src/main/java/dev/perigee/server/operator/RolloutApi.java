package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Policy;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.config.RolloutDesk;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.rollout.RolloutList;
import dev.perigee.protocol.rollout.RolloutRequest;
import dev.perigee.protocol.rollout.RolloutView;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Objects;

/// The part of the operator API that is about rollouts of configurations: docs/api.md. A rollout is its layer's
/// owner's.
public final class RolloutApi {
    private static final String ONE = "/api/v1/rollouts/:id";
    private static final int BODY_MAX = ConfigDocument.CHARACTERS_MAX;

    private final Access access;
    private final RolloutDesk desk;

    /// What an operator can ask of a rollout under way.
    private interface Wish {
        RolloutView of(String caller, RolloutId id);
    }

    public RolloutApi(Access access, RolloutDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, "/api/v1/rollouts", BODY_MAX, access, this::start);
        edge.serve(HttpMethod.GET, "/api/v1/rollouts", 0, access, this::list);
        edge.serve(HttpMethod.GET, ONE, 0, access, this::show);
        edge.serve(HttpMethod.POST, ONE + "/pause", 0, access, call -> grant(call, desk::pause));
        edge.serve(HttpMethod.POST, ONE + "/resume", 0, access, call -> grant(call, desk::resume));
        edge.serve(HttpMethod.POST, ONE + "/abort", 0, access, call -> grant(call, desk::abort));
    }

    private void start(Call call) {
        RolloutRequest request = Json.STRICT.read(call.body(), RolloutRequest.class);
        Caller caller = access.require(call, Act.CONFIGURE, ConfigApi.owner(access, request.layer()));
        ConfigDesk.Draft draft =
                new ConfigDesk.Draft(request.layer(), request.document(), caller.name(), request.note());
        access.note(caller, AuditAct.ROLLOUT_CHANGED, request.layer().text(), Map.of("what", "start"));
        call.reply(201, desk.start(draft, Objects.requireNonNull(request.expected()), request.plan()));
    }

    private void list(Call call) {
        int limit = call.queryNumber("limit", RolloutList.LIMIT_DEFAULT, RolloutList.LIMIT_MAX);
        Caller caller = access.require(call, Act.LOOK);
        call.reply(
                200,
                new RolloutList(desk.list(
                        limit, rollout -> Policy.allows(caller, Act.LOOK, ConfigApi.owner(access, rollout.layer())))));
    }

    private void show(Call call) {
        call.reply(200, desk.show(find(call, Act.LOOK)));
    }

    private void grant(Call call, Wish wish) {
        RolloutId id = find(call, Act.CONFIGURE).id();
        Caller caller = access.caller(call);
        access.note(caller, AuditAct.ROLLOUT_CHANGED, id.value(), Map.of("call", call.target()));
        call.reply(200, wish.of(caller.name(), id));
    }

    /// The rollout that the path names, to which the caller may do that.
    private Rollout find(Call call, Act act) {
        Rollout rollout = desk.find(new RolloutId(call.path("id")));
        access.require(call, act, ConfigApi.owner(access, rollout.layer()));
        return rollout;
    }
}
