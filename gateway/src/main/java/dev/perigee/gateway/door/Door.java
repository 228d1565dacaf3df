package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// MCP over HTTP for clients of the legacy era: `/mcp` with all servers, `/mcp/{server}` with one under its own
/// names. What a client sends is answered on a thread of its own, in plain blocking style.
public final class Door {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String JSON = "application/json";
    private static final RpcId NO_ID = new RpcId("null");

    private final Doorkeeper keeper;
    private final Upstreams upstreams;
    private final Catalog catalog = new Catalog();
    private final Routing routing;
    private final Greeter greeter;
    private final ClientSessions sessions;
    private final TurnListener listener;
    private final InstantSource clock;

    /// `random` must be one that nobody can foresee.
    public Door(
            Doorkeeper keeper,
            Upstreams upstreams,
            TurnListener listener,
            InstantSource clock,
            RandomGenerator random) {
        this.listener = listener;
        this.clock = clock;
        this.keeper = keeper;
        this.upstreams = upstreams;
        this.routing = new Routing(upstreams, catalog);
        this.greeter = new Greeter(upstreams);
        this.sessions = new ClientSessions(random);
    }

    /// Adds the routes; a message may have `bodyMax` bytes.
    public void addTo(HttpEdge edge, int bodyMax) {
        HttpEdge.Gate gate = new RebindingGate();
        for (String path : new String[] {"/mcp", "/mcp/:server"}) {
            edge.serve(HttpMethod.POST, path, bodyMax, gate, this::post);
            edge.serve(HttpMethod.GET, path, 0, gate, this::listen);
            edge.serve(HttpMethod.DELETE, path, 0, gate, this::end);
        }
    }

    /// How many clients are here.
    public int clients() {
        return sessions.all().size();
    }

    private void post(Call call) {
        Caller caller = keeper.admit(call);
        Message message;
        try {
            message = Message.parse(call.body());
        } catch (MalformedMessage e) {
            refuse(call, 400, new RpcError(RpcError.PARSE_ERROR, String.valueOf(e.getMessage())));
            return;
        }
        try {
            switch (message) {
                case Message.Request request when request.method().equals("initialize") -> greet(call, caller, request);
                case Message.Request request -> session(call, caller).ifPresent(client -> serve(call, client, request));
                case Message.Notification notification ->
                    session(call, caller).ifPresent(client -> note(call, client, notification));
                case Message.Response response ->
                    session(call, caller).ifPresent(client -> {
                        client.answered(response);
                        call.reply(202, JSON, new byte[0]);
                    });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.DRAINING, "the satellite is stopping");
        }
    }

    private void greet(Call call, Caller caller, Message.Request request) throws InterruptedException {
        JsonObject params = request.params();
        ClientProfile profile = new ClientProfile(
                params.object("capabilities").orElse(JsonObject.EMPTY),
                params.object("clientInfo").orElse(JsonObject.EMPTY));
        ClientSession client = sessions.create(caller, profile);
        if (client == null) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "more than " + ClientSessions.MAX + " clients are here");
        }
        ProtocolVersion version = params.string("protocolVersion")
                .flatMap(ProtocolVersion::of)
                .filter(known -> known.era() == ProtocolVersion.Era.LEGACY)
                .orElse(ProtocolVersion.LATEST_LEGACY);
        Greeter.Greeting greeting = greeter.greet(view(call), client, version);
        switch (greeting) {
            case Greeter.Greeting.Welcome(JsonObject result) -> {
                call.answerHeader(SESSION, client.id());
                call.reply(
                        200,
                        JSON,
                        Message.Response.of(request.id(), result).json().bytes());
            }
            case Greeter.Greeting.Refused(RpcError error) -> {
                sessions.remove(client);
                call.reply(
                        200,
                        JSON,
                        Message.Response.of(request.id(), error).json().bytes());
            }
        }
    }

    private void serve(Call call, ClientSession client, Message.Request request) {
        Turn turn = new Turn(request, call, client, Turn.Deadlines.DEFAULT);
        try {
            if (request.method().equals("ping")) {
                turn.answer(Message.Response.of(request.id(), JsonObject.EMPTY));
                return;
            }
            switch (routing.route(request, view(call), client)) {
                case Routing.Route.ToServer(var server, JsonObject params) -> {
                    Instant began = clock.instant();
                    UpstreamSession session = server.session(client);
                    Exchange exchange = session.begin(request.method(), params);
                    client.begun(request.id(), new ClientSession.Running(exchange, session));
                    listener.began(server.name());
                    TurnListener.End end = new TurnListener.End.Cancelled();
                    try {
                        end = turn.take(exchange, session);
                    } finally {
                        client.ended(request.id());
                        listener.ended(new TurnListener.Ended(
                                server.name(),
                                client.caller(),
                                client.profile(),
                                request.withParams(params),
                                end,
                                Duration.between(began, clock.instant())));
                    }
                }
                case Routing.Route.ToCatalog(Catalog.Kind kind, var servers) ->
                    turn.answer(Message.Response.of(
                            request.id(), Catalog.result(kind, catalog.entries(kind, servers, client))));
                case Routing.Route.Nowhere(String why) -> turn.fail(new RpcError(RpcError.INVALID_PARAMS, why));
                case Routing.Route.UnknownMethod _ ->
                    turn.fail(new RpcError(RpcError.METHOD_NOT_FOUND, "no method \"" + request.method() + "\" here"));
            }
        } catch (ConnectFailed e) {
            call.reply(
                    200,
                    JSON,
                    Message.Response.of(
                                    request.id(), new RpcError(RpcError.INTERNAL_ERROR, String.valueOf(e.getMessage())))
                            .json()
                            .bytes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.DRAINING, "the satellite is stopping");
        }
    }

    private void note(Call call, ClientSession client, Message.Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            notification
                    .params()
                    .value("requestId")
                    .map(id -> new RpcId(new String(id, StandardCharsets.UTF_8)))
                    .ifPresent(id -> client.cancel(
                            id, notification.params().string("reason").orElse("cancelled by the client")));
        }
        call.reply(202, JSON, new byte[0]);
    }

    private void listen(Call call) {
        Caller caller = keeper.admit(call);
        session(call, caller).ifPresent(client -> {
            if (client.resume(call, call.lastEventId()).isEmpty()) {
                refuse(call, 400, new RpcError(RpcError.INVALID_REQUEST, "Last-Event-ID: no such event is kept"));
            }
        });
    }

    private void end(Call call) {
        Caller caller = keeper.admit(call);
        session(call, caller).ifPresent(client -> {
            sessions.remove(client);
            upstreams.all().forEach(upstream -> upstream.leave(client));
            call.reply(204, JSON, new byte[0]);
        });
    }

    /// The client that the request says it is from; without one it is answered here.
    private Optional<ClientSession> session(Call call, Caller caller) {
        Optional<String> id = call.header(SESSION);
        if (id.isEmpty()) {
            refuse(
                    call,
                    400,
                    new RpcError(RpcError.INVALID_REQUEST, SESSION + " is missing: expected that of initialize"));
            return Optional.empty();
        }
        Optional<ClientSession> found = sessions.find(id.get(), caller);
        if (found.isEmpty()) {
            refuse(call, 404, new RpcError(-32001, "no such session: expected a new initialize"));
        }
        return found;
    }

    private static View view(Call call) {
        return call.hasPath("server") ? new View.One(new ServerName(call.path("server"))) : new View.All();
    }

    private static void refuse(Call call, int status, RpcError error) {
        call.reply(status, JSON, Message.Response.of(NO_ID, error).json().bytes());
    }
}
