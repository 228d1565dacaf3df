package dev.perigee.gateway.door;

import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// MCP over HTTP: `/mcp` with all servers, `/mcp/{server}` with one under its own names. Each request is served as
/// of the era that it is of. What needs no waiting is done where it comes in, on the event loop; all else on a
/// thread of its own, in plain blocking style.
public final class Door {
    static final String VERSION = "MCP-Protocol-Version";
    static final String JSON = "application/json";

    private static final RpcId NO_ID = new RpcId("null");
    private static final Duration SWEEP = Duration.ofSeconds(30);

    /// What is larger takes an event loop too long to read, to redact or to pass on.
    static final int ON_LOOP_BYTES_MAX = 64 * 1024;

    private final Doorkeeper keeper;
    private final LegacyDoor legacy;
    private final ModernDoor modern;

    /// What the door is to: the servers, what they offer and what they answered, who hears of each turn, the time, the
    /// bounds, and what is restricted at the moment.
    public record Means(
            Upstreams upstreams,
            Catalog catalog,
            Answers answers,
            TurnListener listener,
            InstantSource clock,
            DoorLimits limits,
            Supplier<GatewayPolicy> policy) {
        /// With nothing restricted.
        public Means(
                Upstreams upstreams,
                Catalog catalog,
                Answers answers,
                TurnListener listener,
                InstantSource clock,
                DoorLimits limits) {
            this(upstreams, catalog, answers, listener, clock, limits, () -> GatewayPolicy.NONE);
        }
    }

    /// What may wait.
    @FunctionalInterface
    interface Waiting {
        void go() throws InterruptedException;
    }

    /// `random` must be one that nobody can foresee.
    public Door(Doorkeeper keeper, Means means, RandomGenerator random) {
        this.keeper = keeper;
        Surroundings around = new Surroundings(
                means, new Watches(means.upstreams()), new SharedAnswers(means.answers(), means.catalog()));
        this.legacy = new LegacyDoor(around, new ClientSessions(random, around.watches()));
        this.modern = new ModernDoor(around, random);
    }

    /// Adds the routes behind `gate`; a message may have `bodyMax` bytes.
    public void addTo(HttpEdge edge, HttpEdge.Gate gate, int bodyMax) {
        for (String path : new String[] {"/mcp", "/mcp/:server"}) {
            edge.serveOnLoop(HttpMethod.POST, path, bodyMax, gate, this::post);
            edge.serve(HttpMethod.GET, path, 0, gate, this::listen);
            edge.serve(HttpMethod.DELETE, path, 0, gate, this::end);
        }
        edge.every(SWEEP, this::sweep);
    }

    /// Lets go of clients, and of what was kept for them, that have not been heard of for too long. Called by
    /// itself from time to time.
    void sweep() {
        legacy.sweep();
        modern.sweep();
    }

    /// Lets go of all clients; what comes later is still answered, until the edge is closed.
    public void close() {
        legacy.close();
    }

    /// Tells clients that what they can use of these servers, there or gone, is other than before.
    public void listsChanged(Collection<ServerName> servers) {
        legacy.listsChanged(servers);
        modern.listsChanged(servers);
    }

    /// How many clients are here.
    public int clients() {
        return legacy.clients();
    }

    private void post(Call call) {
        Caller caller = keeper.admit(call);
        byte[] body = call.body();
        if (body.length > ON_LOOP_BYTES_MAX) {
            call.onThread(() -> post(call, caller, body));
        } else {
            post(call, caller, body);
        }
    }

    private void post(Call call, Caller caller, byte[] body) {
        Message message;
        try {
            message = Message.parse(body);
        } catch (MalformedMessage e) {
            refuse(call, 400, new RpcError(RpcError.PARSE_ERROR, String.valueOf(e.getMessage())));
            return;
        }
        if (isModern(call, message)) {
            onThread(call, () -> modern.post(call, caller, message));
        } else {
            legacy.post(call, caller, message);
        }
    }

    /// Goes on with a call on a thread that may wait.
    static void onThread(Call call, Waiting what) {
        call.onThread(() -> {
            try {
                what.go();
            } catch (InterruptedException _) {
                throw stopping();
            }
        });
    }

    /// For a thread that was interrupted, and stays so.
    static ProblemException stopping() {
        Thread.currentThread().interrupt();
        return new ProblemException(ProblemType.DRAINING, "the satellite is stopping");
    }

    private void listen(Call call) {
        Caller caller = keeper.admit(call);
        if (saysModern(call)) {
            notAllowed(call);
        } else {
            legacy.listen(call, caller);
        }
    }

    private void end(Call call) {
        Caller caller = keeper.admit(call);
        if (saysModern(call)) {
            notAllowed(call);
        } else {
            legacy.end(call, caller);
        }
    }

    /// Whoever has a session, or asks for one, is of the legacy era; of the others, who says so anywhere is of the
    /// modern one.
    private static boolean isModern(Call call, Message message) {
        if (call.header("Mcp-Session-Id").isPresent()) {
            return false;
        }
        return switch (message) {
            case Message.Request request -> isModern(call, request.method(), request.params());
            case Message.Notification notification -> isModern(call, notification.method(), notification.params());
            case Message.Response _ -> saysModern(call);
        };
    }

    private static boolean isModern(Call call, String method, JsonObject params) {
        return RequestMeta.version(params).isPresent()
                || saysModern(call)
                || (call.header("Mcp-Method").isPresent() && !method.equals("initialize"))
                || method.equals("server/discover");
    }

    /// By a version that is none of the legacy era's, known or not.
    private static boolean saysModern(Call call) {
        Optional<String> version = call.header(VERSION);
        return version.isPresent()
                && ProtocolVersion.of(version.get())
                        .filter(known -> known.era() == ProtocolVersion.Era.LEGACY)
                        .isEmpty()
                && call.header("Mcp-Session-Id").isEmpty();
    }

    private static void notAllowed(Call call) {
        call.answerHeader("Allow", "POST");
        refuse(call, 405, new RpcError(RpcError.INVALID_REQUEST, "expected POST: there are no sessions in this era"));
    }

    static void refuse(Call call, int status, RpcError error) {
        call.reply(status, JSON, Message.Response.of(NO_ID, error).json().bytes());
    }
}
