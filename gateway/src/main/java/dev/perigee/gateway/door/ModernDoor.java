package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What clients of the modern era find at the door: each request stands for itself, and whoever closes its
/// response wants nothing of it any more.
final class ModernDoor {
    private final Surroundings around;
    private final ModernClients clients;
    private final ToolDefinitions tools;
    private final Parking parking;
    private final Subscriptions subscriptions;

    ModernDoor(Surroundings around, RandomGenerator random) {
        this.around = around;
        this.clients = new ModernClients(around.upstreams(), around.clock());
        this.tools = new ToolDefinitions(around.catalog(), around.clock());
        this.parking = new Parking(random, around.clock(), around.limits());
        this.subscriptions = new Subscriptions(around);
    }

    void post(Call call, Caller caller, Message message) throws InterruptedException {
        switch (message) {
            case Message.Request request -> {
                switch (ModernRequest.read(call, request)) {
                    case ModernRequest.Reading.Valid(ModernRequest read) -> serve(call, caller, read);
                    case ModernRequest.Reading.Refused(RpcError error) ->
                        call.reply(
                                error.code() == RpcError.METHOD_NOT_FOUND ? 404 : 400,
                                Door.JSON,
                                Message.Response.of(request.id(), error).json().bytes());
                }
            }
            case Message.Notification _ -> call.reply(202, Door.JSON, new byte[0]);
            case Message.Response _ ->
                Door.refuse(
                        call,
                        400,
                        new RpcError(
                                RpcError.INVALID_REQUEST,
                                "a response: expected answers as inputResponses of the request sent again"));
        }
    }

    void listsChanged(Collection<ServerName> servers) {
        subscriptions.listsChanged(servers);
    }

    void sweep() {
        parking.sweep();
        clients.sweep();
    }

    private void serve(Call call, Caller caller, ModernRequest request) throws InterruptedException {
        Optional<Parking.Parked> waiting = request.params()
                .string("requestState")
                .flatMap(state -> parking.take(Parking.Ticket.of(caller, request), state));
        if (waiting.isPresent()) {
            resume(call, caller, request, waiting.get());
            return;
        }
        View view = View.of(call);
        List<Upstream> servers = view.servers(around.upstreams(), caller);
        if (view instanceof View.All && request.method().equals("server/discover")) {
            finish(call, caller, request, Discovery.OWN);
        } else if (request.method().equals("subscriptions/listen")
                && !(view instanceof View.One && servers.isEmpty())) {
            subscriptions.open(call, request, servers, view, caller);
        } else {
            Optional<ModernClients.Loan> loan = clients.take(caller, request.client());
            if (loan.isEmpty()) {
                finish(
                        call,
                        request.message(),
                        new RpcError(
                                RpcError.INTERNAL_ERROR,
                                "more than " + ModernClients.MAX + " calls that may ask something are under way",
                                JsonObject.EMPTY.with("retryable", true)));
                return;
            }
            Use use = Use.BROKEN;
            try {
                use = route(new Visit(call, caller, request, loan.get()), servers, view);
            } finally {
                switch (use) {
                    case OVER -> loan.get().giveBack(true);
                    case BROKEN -> loan.get().giveBack(false);
                    case PARKED -> {}
                }
            }
        }
    }

    /// One request, and in whose name it is made.
    private record Visit(Call call, Caller caller, ModernRequest request, ModernClients.Loan loan) {}

    /// What became of a loan: its session can be used again, or may still be busy with what nobody wants any more,
    /// or is still needed.
    private enum Use {
        OVER,
        BROKEN,
        PARKED
    }

    private Use route(Visit visit, List<Upstream> servers, View view) throws InterruptedException {
        ModernRequest request = visit.request();
        switch (around.routing()
                .route(request.message(), servers, view, visit.loan().client())) {
            case Routing.Route.ToServer(Upstream server, JsonObject params) -> {
                return toServer(visit, server, params);
            }
            case Routing.Route.ToCatalog list ->
                finish(
                        visit.call(),
                        visit.caller(),
                        request,
                        around.routing().list(list, visit.loan().client()));
            case Routing.Route.Nowhere(String why) ->
                finish(visit.call(), request.message(), new RpcError(RpcError.INVALID_PARAMS, why));
            case Routing.Route.ToLoggers _, Routing.Route.ToTaskLists _, Routing.Route.UnknownMethod _ ->
                finish(
                        visit.call(),
                        request.message(),
                        new RpcError(RpcError.METHOD_NOT_FOUND, "no method \"" + request.method() + "\" here"));
        }
        return Use.OVER;
    }

    private Use toServer(Visit visit, Upstream server, JsonObject params) throws InterruptedException {
        ModernRequest request = visit.request();
        ModernClient client = server.era().filter(era -> era == Era.MODERN).isPresent()
                ? clients.shared()
                : visit.loan().client();
        if (request.method().equals("tools/call")) {
            Optional<RpcError> mismatch = tools.headers(
                            server, client, params.string("name").orElse(""))
                    .flatMap(headers -> RoutingHeaders.mismatch(
                            visit.call(), headers, params.object("arguments").orElse(JsonObject.EMPTY)));
            if (mismatch.isPresent()) {
                finish(visit.call(), request.message(), mismatch.get());
                return Use.OVER;
            }
        }
        SharedAnswers.Asked who = new SharedAnswers.Asked(visit.caller(), request.client(), client);
        try (Share share = around.shared().open(server, request.message().withParams(params), who)) {
            Instant began = around.clock().instant();
            Optional<JsonObject> known = share.result(around.limits().silenceMax());
            if (known.isPresent()) {
                finish(visit.call(), visit.caller(), request, known.get());
                tell(server.name(), visit.caller(), request, params, share.spared(known.get()), began);
                return Use.OVER;
            }
            ModernTurn.Outcome outcome = ask(visit, server, client, params);
            share.ended(outcome.end());
            if (outcome.parked()) {
                return Use.PARKED;
            }
            return outcome.isAnswered() ? Use.OVER : Use.BROKEN;
        }
    }

    private ModernTurn.Outcome ask(Visit visit, Upstream server, ModernClient client, JsonObject params)
            throws InterruptedException {
        ModernRequest request = visit.request();
        ModernTurn turn = turn(visit.call(), visit.caller(), request);
        Instant began = begun(server.name());
        ModernTurn.Outcome outcome;
        try (Upstream.UnderWay _ = server.call(around.callsMax())) {
            outcome = converse(visit, turn, server, client, params);
        } catch (ConnectFailed e) {
            RpcError error = Upcall.failure(server.name(), e.why(), "the server cannot be reached: ");
            outcome = new ModernTurn.Outcome(turn.failed(error), false);
        }
        tell(server.name(), visit.caller(), request, params, outcome.end(), began);
        return outcome;
    }

    private ModernTurn.Outcome converse(
            Visit visit, ModernTurn turn, Upstream server, ModernClient client, JsonObject params)
            throws ConnectFailed, InterruptedException {
        ModernRequest request = visit.request();
        UpstreamSession session = server.session(client);
        if (session.greeting().version().era() == Era.MODERN) {
            Upcall upcall = Upcall.begin(server, client, request.method(), params, around.replays());
            visit.call().onGone(() -> upcall.cancel("the client has closed the response"));
            return new ModernTurn.Outcome(turn.pass(upcall, TaskNames.of(View.of(visit.call()), server.name())), false);
        }
        if (request.method().equals("server/discover")) {
            JsonObject result = Discovery.of(session.greeting());
            finish(visit.call(), visit.caller(), request, result);
            return new ModernTurn.Outcome(
                    new TurnListener.End.Answered(
                            Message.Response.of(request.message().id(), result)),
                    false);
        }
        if (params.has("inputResponses") && params.object("inputResponses").isEmpty()) {
            return new ModernTurn.Outcome(
                    turn.failed(new RpcError(RpcError.INVALID_PARAMS, "params.inputResponses: expected an object")),
                    false);
        }
        if (params.has("requestState")) {
            return new ModernTurn.Outcome(
                    turn.failed(new RpcError(
                            RpcError.INVALID_PARAMS,
                            "params.requestState: expected the one last given out for this request, while it is kept")),
                    false);
        }
        if (request.logLevel().isPresent() && session.greeting().offers(Capability.LOGGING)) {
            // All of it, as others share the session; each request then takes what it wants to hear.
            session.begin("logging/setLevel", JsonObject.EMPTY.with("level", LogLevel.DEBUG.wireName()));
        }
        JsonObject legacy = RequestMeta.stripped(params).without("inputResponses");
        Upcall upcall = Upcall.begin(server, client, request.method(), legacy, around.replays());
        visit.call().onGone(() -> upcall.cancel("the client has closed the response"));
        return turn.bridge(upcall, visit.loan(), Map.of());
    }

    /// Brings the answers to the call that waits for them.
    private void resume(Call call, Caller caller, ModernRequest request, Parking.Parked waiting)
            throws InterruptedException {
        Upcall upcall = waiting.upcall();
        call.onGone(() -> upcall.cancel("the client has closed the response"));
        JsonObject answers = request.params().object("inputResponses").orElse(JsonObject.EMPTY);
        Map<String, Message.Request> open = new LinkedHashMap<>(waiting.questions());
        open.entrySet().removeIf(question -> {
            Optional<JsonObject> answer = answers.object(question.getKey());
            answer.ifPresent(result -> upcall.session()
                    .answer(Message.Response.of(question.getValue().id(), result)));
            return answer.isPresent();
        });
        Instant began = begun(upcall.server());
        ModernTurn.Outcome outcome = turn(call, caller, request).bridge(upcall, waiting.loan(), open);
        if (!outcome.parked()) {
            waiting.loan().giveBack(outcome.isAnswered());
        }
        JsonObject own = upcall.params().with("inputResponses", answers);
        tell(upcall.server(), caller, request, own, outcome.end(), began);
    }

    private ModernTurn turn(Call call, Caller caller, ModernRequest request) {
        return new ModernTurn(
                request, caller, new ModernReply(call, around.limits().slowMax()), parking, around);
    }

    private Instant begun(ServerName server) {
        around.listener().began(server);
        return around.clock().instant();
    }

    private void tell(
            ServerName server,
            Caller caller,
            ModernRequest request,
            JsonObject params,
            TurnListener.End end,
            Instant began) {
        around.listener()
                .ended(new TurnListener.Ended(
                        server,
                        caller,
                        request.client(),
                        request.message().withParams(params),
                        end,
                        Duration.between(began, around.clock().instant())));
    }

    private static void finish(Call call, Caller caller, ModernRequest request, JsonObject result) {
        Message.Response response =
                Message.Response.of(request.message().id(), Results.complete(request.method(), result, caller));
        call.reply(200, Door.JSON, response.json().bytes());
    }

    private static void finish(Call call, Message.Request request, RpcError error) {
        call.reply(
                ModernReply.status(error.code()),
                Door.JSON,
                Message.Response.of(request.id(), error).json().bytes());
    }
}
