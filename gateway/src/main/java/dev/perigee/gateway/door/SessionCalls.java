package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Answers the requests of clients that have a session: here, from what is shared, or by the server that each is for.
/// Tells the listener of each that a server answered. Thread-safe.
final class SessionCalls {
    private static final String SUBSCRIBE = "resources/subscribe";
    private static final String UNSUBSCRIBE = "resources/unsubscribe";
    private static final Set<String> FOLLOWING = Set.of(SUBSCRIBE, UNSUBSCRIBE);

    private final Surroundings around;
    private final Consumer<ClientSession> leaving;

    /// `leaving` has a client leave all servers again that left while it was served.
    SessionCalls(Surroundings around, Consumer<ClientSession> leaving) {
        this.around = around;
        this.leaving = leaving;
    }

    /// Does not wait; what has to does so on a thread of its own.
    void serve(Call call, ClientSession client, Message.Request request) {
        Turn turn = new Turn(request, call, client, around.limits(), around.clock());
        if (request.method().equals("ping")) {
            turn.answer(Message.Response.of(request.id(), JsonObject.EMPTY));
            return;
        }
        View view = View.of(call);
        boolean served = view instanceof View.One(ServerName name)
                && client.caller().sees().test(name)
                && around.upstreams()
                        .find(name)
                        .filter(server -> servedAtOnce(turn, client, server, request, TaskNames.of(view, name)))
                        .isPresent();
        if (!served) {
            ClientSession.Ahead ahead = client.ahead(request.id());
            Door.onThread(call, () -> {
                try {
                    route(new Visit(turn, client, ahead), view, request);
                } finally {
                    client.noLongerAhead(request.id(), ahead);
                    leaveAgainIfItLeft(client);
                }
            });
        }
    }

    /// A request may have brought the client back to a server that it had left.
    private void leaveAgainIfItLeft(ClientSession client) {
        if (client.hasLeft()) {
            leaving.accept(client);
        }
    }

    /// Passes on what changes nothing here, if there is a session for it.
    private boolean servedAtOnce(
            Turn turn, ClientSession client, Upstream server, Message.Request request, TaskNames tasks) {
        SharedAnswers.Asked who = asked(client);
        boolean tools = request.method().startsWith("tools/") && !around.allToolsAllowed();
        if (tools
                || !around.anyNumberOfCalls()
                || FOLLOWING.contains(request.method())
                || !around.shared().standsAlone(server, request, who)) {
            return false;
        }
        Instant began = now();
        Optional<Upcall> upcall =
                Upcall.beginAtOnce(server, client, request.method(), request.params(), around.replays());
        upcall.ifPresent(begun -> {
            around.listener().began(server.name());
            turn.follow(begun, tasks, end -> {
                tell(client, server, request, end, began);
                if (end instanceof TurnListener.End.Answered(Message.Response response)) {
                    response.result().ifPresent(result -> around.shared().learnLater(server, request, who, result));
                }
            });
        });
        return upcall.isPresent();
    }

    /// One request that may wait, and whose it is.
    private record Visit(Turn turn, ClientSession client, ClientSession.Ahead ahead) {}

    private void route(Visit visit, View view, Message.Request request) throws InterruptedException {
        Turn turn = visit.turn();
        ClientSession client = visit.client();
        List<Upstream> servers = view.servers(around.upstreams(), client.caller());
        switch (around.routing().route(request, servers, view, client)) {
            case Routing.Route.ToServer(Upstream server, JsonObject params) -> {
                Message.Request own = request.withParams(params);
                Optional<Message.Response> here = answeredHere(client, server, own);
                if (here.isPresent()) {
                    turn.answer(here.get());
                } else {
                    toServer(visit, server, own, TaskNames.of(view, server.name()));
                }
            }
            case Routing.Route.ToLoggers(var loggers, LogLevel level) -> {
                client.wants(level);
                loggers.forEach(server -> server.openSession(client).ifPresent(client::tellLevel));
                turn.answer(Message.Response.of(request.id(), JsonObject.EMPTY));
            }
            case Routing.Route.ToTaskLists(var all) -> listTasks(turn, client, all, request);
            case Routing.Route.ToCatalog list ->
                turn.answer(Message.Response.of(request.id(), around.routing().list(list, client)));
            case Routing.Route.Nowhere(String why) -> turn.fail(new RpcError(RpcError.INVALID_PARAMS, why));
            case Routing.Route.UnknownMethod _ ->
                turn.fail(new RpcError(RpcError.METHOD_NOT_FOUND, "no method \"" + request.method() + "\" here"));
        }
    }

    private void listTasks(Turn turn, ClientSession client, List<Upstream> servers, Message.Request request)
            throws InterruptedException {
        switch (new TaskLists(around).read(servers, client, request.params())) {
            case TaskLists.Outcome.Page(JsonObject result) -> turn.answer(Message.Response.of(request.id(), result));
            case TaskLists.Outcome.Refused(RpcError error) -> turn.fail(error);
        }
    }

    /// Keeps account of who follows what. What the server need not be asked for is answered: a subscription too many,
    /// or
    /// one that is given up while others still need it.
    private Optional<Message.Response> answeredHere(ClientSession client, Upstream server, Message.Request request) {
        String uri = request.params().string("uri").orElse("");
        return switch (request.method()) {
            case UNSUBSCRIBE ->
                around.watches().forget(server, uri, client)
                        ? Optional.empty()
                        : Optional.of(Message.Response.of(request.id(), JsonObject.EMPTY));
            case SUBSCRIBE ->
                around.watches().add(server, uri, client)
                        ? Optional.empty()
                        : Optional.of(Message.Response.of(
                                request.id(),
                                new RpcError(
                                        RpcError.INVALID_PARAMS,
                                        "uri \"" + uri + "\": expected at most " + Watches.MAX
                                                + " resources that are followed at a time")));
            default -> Optional.empty();
        };
    }

    private void toServer(Visit visit, Upstream server, Message.Request request, TaskNames tasks)
            throws InterruptedException {
        Turn turn = visit.turn();
        ClientSession client = visit.client();
        try (Share share = around.shared().open(server, request, asked(client))) {
            Instant began = now();
            Optional<JsonObject> known = turn.known(share);
            if (known.isPresent()) {
                turn.answer(tasks.shown(Message.Response.of(request.id(), known.get())));
                tell(client, server, request, share.spared(known.get()), began);
            } else {
                TurnListener.End end = ask(visit, server, request, tasks);
                share.ended(end);
                forgetIfRefused(client, server, request, end);
            }
        }
    }

    private void forgetIfRefused(ClientSession client, Upstream server, Message.Request request, TurnListener.End end) {
        if (request.method().equals(SUBSCRIBE)
                && end instanceof TurnListener.End.Answered(Message.Response response)
                && response.failed()) {
            around.watches().forget(server, request.params().string("uri").orElse(""), client);
        }
    }

    private static SharedAnswers.Asked asked(ClientSession client) {
        return new SharedAnswers.Asked(client.caller(), client.profile(), client);
    }

    private TurnListener.End ask(Visit visit, Upstream server, Message.Request request, TaskNames tasks)
            throws InterruptedException {
        Turn turn = visit.turn();
        ClientSession client = visit.client();
        Instant began = now();
        around.listener().began(server.name());
        TurnListener.End end;
        try (Upstream.UnderWay _ = server.call(around.callsMax())) {
            if (!visit.ahead().isCancelled()) {
                client.tellLevel(server.session(client));
            }
            end = visit.ahead().isCancelled()
                    ? turn.cancelled()
                    : turn.take(
                            Upcall.begin(server, client, request.method(), request.params(), around.replays()), tasks);
        } catch (ConnectFailed e) {
            RpcError error = Upcall.failure(server.name(), e.why(), "the server cannot be reached: ");
            turn.fail(error);
            client.seen(now());
            end = new TurnListener.End.Failed(error);
        }
        tell(client, server, request, end, began);
        return end;
    }

    private void tell(
            ClientSession client, Upstream server, Message.Request request, TurnListener.End end, Instant began) {
        if (request.method().equals("tools/call")) {
            client.calledATool();
        }
        around.listener()
                .ended(new TurnListener.Ended(
                        server.name(),
                        client.caller(),
                        client.profile(),
                        request,
                        end,
                        Duration.between(began, now())));
    }

    private Instant now() {
        return around.clock().instant();
    }
}
