package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Behaviour;
import dev.perigee.testkit.mcp.offer.Call;
import dev.perigee.testkit.mcp.offer.Change;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Outcome;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// A session of the legacy era, from `initialize` on. What its tools ask goes to the client as requests, on the
/// outlet of the call; what belongs to no call goes to `standalone`. Thread-safe.
final class LegacySession implements Protocol {
    static final int RESOURCE_NOT_FOUND = -32002;
    static final String LATEST = "2025-11-25";
    static final List<String> VERSIONS = List.of(LATEST, "2025-06-18", "2025-03-26", "2024-11-05");

    private static final int ROUNDS_MAX = 10;
    private static final ObjectNode CAPABILITIES = Json.object("""
            {"tools":{"listChanged":true},"prompts":{"listChanged":true},"completions":{},"logging":{},
             "resources":{"subscribe":true,"listChanged":true}}
            """);

    private final Offers offers;
    private final Changes changes;
    private final Pause pause;
    private final Outlet standalone;
    private final Consumer<Change> listener = this::tell;
    private final Requests requests = new Requests();
    private final Questions questions = new Questions();
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private volatile ObjectNode clientCapabilities = Json.object();
    private volatile String version = LATEST;
    private volatile LogLevel level = LogLevel.INFO;

    LegacySession(Offers offers, Changes changes, Pause pause, Outlet standalone) {
        this.offers = offers;
        this.changes = changes;
        this.pause = pause;
        this.standalone = standalone;
    }

    @Override
    public void receive(ObjectNode message, Outlet outlet) {
        String method = Rpc.method(message);
        ObjectNode params = Rpc.params(message);
        if (Rpc.isRequest(message)) {
            requests.start(message.path("id"), outlet, () -> answer(method, params, outlet));
        } else if (method.equals("notifications/cancelled")) {
            requests.cancel(params.path("requestId"));
        } else if (method.isEmpty()) {
            questions.answered(message);
        }
    }

    @Override
    public void close() {
        changes.remove(listener);
        requests.cancelAll();
        standalone.end();
    }

    /// The version that was agreed on.
    String version() {
        return version;
    }

    private ObjectNode answer(String method, ObjectNode params, Outlet outlet) throws InterruptedException {
        return switch (method) {
            case "initialize" -> initialize(params);
            case "ping" -> Json.object();
            case "logging/setLevel" -> {
                level = LogLevel.of(params.path("level").asString(""));
                yield Json.object();
            }
            case "resources/subscribe" -> {
                watched.add(params.path("uri").asString(""));
                yield Json.object();
            }
            case "resources/unsubscribe" -> {
                watched.remove(params.path("uri").asString(""));
                yield Json.object();
            }
            default -> call(method, params, outlet);
        };
    }

    private ObjectNode initialize(ObjectNode params) {
        String asked = params.path("protocolVersion").asString("");
        version = VERSIONS.contains(asked) ? asked : LATEST;
        clientCapabilities = Json.member(params, "capabilities");
        changes.remove(listener);
        changes.add(listener);
        ObjectNode result = Json.object().put("protocolVersion", version);
        result.set("capabilities", CAPABILITIES);
        result.set("serverInfo", Offers.serverInfo());
        return result.put("instructions", "For tests.");
    }

    private ObjectNode call(String method, ObjectNode params, Outlet outlet) throws InterruptedException {
        Behaviour behaviour = offers.method(method).orElseThrow(() -> Rpc.unknownMethod(method));
        CallingClient client = new CallingClient(
                clientCapabilities,
                of -> of.compareTo(level) >= 0,
                Json.member(params, "_meta").path("progressToken"),
                outlet,
                changes,
                pause);
        Call call = new Call(params, client);
        for (int round = 0; round < ROUNDS_MAX; round++) {
            switch (behaviour.answer(call)) {
                case Outcome.Done(ObjectNode result) -> {
                    return result;
                }
                case Outcome.Ask ask -> {
                    ask.requireCapabilities(client);
                    call = call.answered(questions.ask(ask.requests(), outlet), ask.state());
                }
                case Outcome.Later later -> behaviour = later.work();
            }
        }
        throw new Refusal(Refusal.INTERNAL_ERROR, "No end after " + ROUNDS_MAX + " rounds");
    }

    private void tell(Change change) {
        boolean wanted = switch (change) {
            case Change.OfList _ -> true;
            case Change.OfResource(String uri) -> watched.contains(uri);
        };
        if (wanted) {
            standalone.send(change.notification());
        }
    }
}
