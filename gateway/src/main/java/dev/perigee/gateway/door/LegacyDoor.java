package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.http.Call;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// What clients of the legacy era find at the door: they say hello, are given a session, and come back with it.
final class LegacyDoor {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String JSON = "application/json";
    private static final int SESSION_UNKNOWN = -32001;

    private final Surroundings around;
    private final Greeter greeter;
    private final ClientSessions sessions;
    private final SessionCalls calls;

    LegacyDoor(Surroundings around, ClientSessions sessions) {
        this.around = around;
        this.greeter = new Greeter(around.upstreams());
        this.sessions = sessions;
        this.calls = new SessionCalls(around, this::leave);
    }

    /// Does not wait; what has to does so on a thread of its own.
    void post(Call call, Caller caller, Message message) {
        switch (message) {
            case Message.Request request
            when request.method().equals("initialize") -> Door.onThread(call, () -> greet(call, caller, request));
            case Message.Request request ->
                session(call, caller).ifPresent(client -> calls.serve(call, client, request));
            case Message.Notification notification ->
                session(call, caller).ifPresent(client -> note(call, client, notification));
            case Message.Response response ->
                session(call, caller).ifPresent(client -> {
                    client.answered(response);
                    call.reply(202, JSON, new byte[0]);
                });
        }
    }

    void listen(Call call, Caller caller) {
        session(call, caller).ifPresent(client -> {
            if (client.resume(call, call.lastEventId()).isEmpty()) {
                Door.refuse(call, 400, new RpcError(RpcError.INVALID_REQUEST, "Last-Event-ID: no such event is kept"));
            }
        });
    }

    void end(Call call, Caller caller) {
        session(call, caller).ifPresent(client -> {
            if (sessions.remove(client)) {
                tellLeft(client, TurnListener.Departure.ENDED);
            }
            leave(client);
            call.reply(204, JSON, new byte[0]);
        });
    }

    void listsChanged(Collection<ServerName> servers) {
        sessions.listsChanged(servers);
    }

    int clients() {
        return sessions.size();
    }

    /// Lets go of clients that have done nothing for too long.
    void sweep() {
        sessions.removeIdleSince(now().minus(around.limits().idleMax())).forEach(client -> {
            tellLeft(client, TurnListener.Departure.IDLE);
            leave(client);
        });
    }

    /// The door is closed: nobody is here any more.
    void close() {
        sessions.removeAll().forEach(client -> tellLeft(client, TurnListener.Departure.STOPPED));
    }

    private void leave(ClientSession client) {
        client.leave();
        around.watches().forgetAll(client);
        around.upstreams().all().forEach(upstream -> upstream.leave(client));
    }

    private void greet(Call call, Caller caller, Message.Request request) throws InterruptedException {
        JsonObject params = request.params();
        ClientProfile profile = new ClientProfile(
                params.object("capabilities").orElse(JsonObject.EMPTY),
                params.object("clientInfo").orElse(JsonObject.EMPTY));
        ProtocolVersion version = params.string("protocolVersion")
                .flatMap(ProtocolVersion::of)
                .filter(known -> known.era() == ProtocolVersion.Era.LEGACY)
                .orElse(ProtocolVersion.LATEST_LEGACY);
        ClientSession client = sessions.create(new Hello(caller, profile, version, View.of(call)), now());
        if (client == null) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "more than " + ClientSessions.MAX + " clients are here");
        }
        Message.Response answer = switch (greeter.greet(View.of(call), client, version)) {
            case Greeter.Greeting.Welcome(JsonObject result) -> {
                call.answerHeader(SESSION, client.id());
                around.listener()
                        .came(new TurnListener.Came(
                                client.shownAs(),
                                caller,
                                profile,
                                call.header("User-Agent").orElse(null),
                                call.peer()));
                yield Message.Response.of(request.id(), result);
            }
            case Greeter.Greeting.Refused(RpcError error) -> {
                sessions.remove(client);
                leave(client);
                yield Message.Response.of(request.id(), error);
            }
        };
        call.reply(200, JSON, answer.json().bytes());
    }

    private void tellLeft(ClientSession client, TurnListener.Departure why) {
        around.listener()
                .left(new TurnListener.Left(
                        client.shownAs(), Duration.between(client.came(), now()), client.toolCalls(), why));
    }

    private void note(Call call, ClientSession client, Message.Notification notification) {
        JsonObject params = notification.params();
        switch (notification.method()) {
            case ClientSession.CANCELLED ->
                params.value("requestId")
                        .map(id -> new RpcId(new String(id, StandardCharsets.UTF_8)))
                        .ifPresent(
                                id -> client.cancel(id, params.string("reason").orElse("cancelled by the client")));
            case "notifications/progress" -> client.progressed(notification);
            case "notifications/roots/list_changed" -> passOn(View.of(call), client, notification);
            default -> {}
        }
        call.reply(202, JSON, new byte[0]);
    }

    /// To the conversations that are the client's alone: whoever shares one has no roots. A server that is not there
    /// asks for them when it is.
    private void passOn(View view, ClientSession client, Message.Notification notification) {
        if (client.profile().canBeAsked()) {
            view.servers(around.upstreams(), client.caller())
                    .forEach(server -> server.openSession(client).ifPresent(session -> session.send(notification)));
        }
    }

    /// The client that the request says it is from; without one it is answered here.
    private Optional<ClientSession> session(Call call, Caller caller) {
        Optional<String> version = call.header(Door.VERSION);
        if (version.isPresent() && ProtocolVersion.of(version.get()).isEmpty()) {
            Door.refuse(
                    call,
                    400,
                    new RpcError(
                            RpcError.INVALID_REQUEST,
                            Door.VERSION + " \"" + version.get() + "\": expected that of initialize"));
            return Optional.empty();
        }
        Optional<String> id = call.header(SESSION);
        if (id.isEmpty()) {
            Door.refuse(
                    call,
                    400,
                    new RpcError(RpcError.INVALID_REQUEST, SESSION + " is missing: expected that of initialize"));
            return Optional.empty();
        }
        Optional<ClientSession> found = sessions.find(id.get(), caller);
        if (found.isEmpty()) {
            Door.refuse(call, 404, new RpcError(SESSION_UNKNOWN, "no such session: expected a new initialize"));
        }
        found.ifPresent(client -> client.seen(now()));
        return found;
    }

    private Instant now() {
        return around.clock().instant();
    }
}
