package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Behaviour;
import dev.perigee.testkit.mcp.offer.Call;
import dev.perigee.testkit.mcp.offer.Client;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Outcome;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The modern era: each request stands for itself. What a tool asks goes to the client as an `input_required`
/// result, and the client calls again with the answers. Thread-safe.
final class ModernServer implements Protocol {
    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read");
    private static final long TTL_MILLIS = 5000;
    private static final ObjectNode CAPABILITIES = Json.object("""
            {"tools":{"listChanged":true},"prompts":{"listChanged":true},"completions":{},"logging":{},
             "resources":{"subscribe":true,"listChanged":true},
             "extensions":{"io.modelcontextprotocol/tasks":{}}}
            """);

    private final Offers offers;
    private final Changes changes;
    private final Pause pause;
    private final Tasks tasks;
    private final RequestState states;
    private final Requests requests = new Requests();

    ModernServer(Offers offers, Surroundings surroundings) {
        this.offers = offers;
        this.changes = new Changes();
        this.pause = surroundings.pause();
        this.tasks = new Tasks(surroundings);
        this.states = new RequestState(surroundings.ids().get());
    }

    @Override
    public void receive(ObjectNode message, Outlet outlet) {
        ObjectNode params = Rpc.params(message);
        if (Rpc.isRequest(message)) {
            requests.start(message.path("id"), outlet, () -> answer(message, outlet));
        } else if (Rpc.method(message).equals("notifications/cancelled")) {
            requests.cancel(params.path("requestId"));
        }
    }

    /// Takes a request of one client among others, who use the same ids. It is known, and cancelled, by its outlet.
    void receiveAmongOthers(ObjectNode request, Outlet outlet) {
        requests.start(outlet, request.path("id"), outlet, () -> answer(request, outlet));
    }

    @Override
    public void close() {
        requests.cancelAll();
        tasks.cancelAll();
    }

    void cancel(Outlet outlet) {
        requests.cancelKey(outlet);
    }

    /// Throws `Refusal` when there is no such method.
    void requireMethod(String method) {
        boolean known = offers.method(method).isPresent()
                || Tasks.METHODS.contains(method)
                || method.equals("server/discover")
                || method.equals("subscriptions/listen");
        if (!known) {
            throw Rpc.unknownMethod(method);
        }
    }

    private ObjectNode answer(ObjectNode message, Outlet outlet) throws InterruptedException {
        String method = Rpc.method(message);
        requireMethod(method);
        ObjectNode params = Rpc.params(message);
        RequestMeta meta = RequestMeta.of(params);
        ObjectNode result = switch (method) {
            case "server/discover" -> discover();
            case "subscriptions/listen" -> new Subscription(message.path("id"), params, outlet).listen(changes, pause);
            case "tasks/get", "tasks/update", "tasks/cancel" -> tasks.answer(method, params, client(meta, outlet));
            default -> call(method, params, client(meta, outlet));
        };
        return finished(method, result);
    }

    private static ObjectNode discover() {
        ObjectNode result = Json.object();
        result.putArray("supportedVersions").add(RequestMeta.VERSION);
        result.set("capabilities", CAPABILITIES);
        return result.put("instructions", "For tests.");
    }

    private ObjectNode call(String method, ObjectNode params, Client client) throws InterruptedException {
        if (params.has("inputResponses") && !params.path("inputResponses").isObject()) {
            throw new Refusal(Refusal.INVALID_PARAMS, "inputResponses: expected an object");
        }
        String name = params.path("name").asString("");
        String state = params.path("requestState").asString("");
        Call call = new Call(params, client)
                .answered(Json.member(params, "inputResponses"), state.isEmpty() ? state : states.open(name, state));
        return result(offers.method(method).orElseThrow(() -> Rpc.unknownMethod(method)), call, name);
    }

    private ObjectNode result(Behaviour behaviour, Call call, String name) throws InterruptedException {
        return switch (behaviour.answer(call)) {
            case Outcome.Done(ObjectNode result) -> result;
            case Outcome.Ask ask -> {
                ask.requireCapabilities(call.client());
                yield inputRequired(ask, name);
            }
            case Outcome.Later later -> {
                if (later.onlyAsTask()) {
                    call.client().requireTasks();
                }
                yield call.client().knowsTasks() ? tasks.start(later.work(), call) : result(later.work(), call, name);
            }
        };
    }

    private ObjectNode inputRequired(Outcome.Ask ask, String name) {
        ObjectNode result = Json.object().put("resultType", "input_required");
        ObjectNode requests = result.putObject("inputRequests");
        ask.requests().forEach(requests::set);
        return ask.state().isEmpty() ? result : result.put("requestState", states.seal(name, ask.state()));
    }

    private CallingClient client(RequestMeta meta, Outlet outlet) {
        return new CallingClient(
                meta.capabilities(), meta::listensTo, meta.meta().path("progressToken"), outlet, changes, pause);
    }

    private static ObjectNode finished(String method, ObjectNode result) {
        if (!result.has("resultType")) {
            result.put("resultType", "complete");
        }
        if (CACHEABLE.contains(method)) {
            result.put("ttlMs", TTL_MILLIS).put("cacheScope", "public");
        }
        result.withObjectProperty("_meta").set(RequestMeta.PREFIX + "serverInfo", Offers.serverInfo());
        return result;
    }
}
