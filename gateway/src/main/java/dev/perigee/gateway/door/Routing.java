package dev.perigee.gateway.door;

import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.Upstreams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where a client's request goes: to one server, with what is to be sent there, or to the catalog of several. Tools
/// that
/// the policy does not allow are not there.
final class Routing {
    private final Upstreams upstreams;
    private final Catalog catalog;
    private final GatewayPolicy policy;

    /// Where it goes.
    sealed interface Route {
        record ToServer(Upstream server, JsonObject params) implements Route {}

        /// `own`: by the names that the servers give.
        record ToCatalog(Catalog.Kind kind, List<Upstream> servers, boolean own) implements Route {}

        /// To each server that has logs to give.
        record ToLoggers(List<Upstream> servers, LogLevel level) implements Route {}

        /// To each server that has tasks.
        record ToTaskLists(List<Upstream> servers) implements Route {}

        /// Nobody here has what the request names.
        record Nowhere(String why) implements Route {}

        /// No server is asked for such a thing.
        record UnknownMethod() implements Route {}
    }

    Routing(Upstreams upstreams, Catalog catalog, GatewayPolicy policy) {
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.policy = policy;
    }

    Route route(Message.Request request, List<Upstream> servers, View view, UpstreamClient client)
            throws InterruptedException {
        return switch (view) {
            case View.One(var name) ->
                servers.isEmpty() ? new Route.Nowhere("no server is called " + name) : one(servers.getFirst(), request);
            case View.All _ -> among(servers, request, client);
        };
    }

    /// What the route to the catalog brings.
    JsonObject list(Route.ToCatalog route, UpstreamClient client) throws InterruptedException {
        List<Catalog.Entry> entries = catalog.entries(route.kind(), route.servers(), client).stream()
                .filter(entry -> isAllowed(route.kind(), entry))
                .toList();
        return Catalog.result(route.kind(), entries, route.own());
    }

    private boolean isAllowed(Catalog.Kind kind, Catalog.Entry entry) {
        return kind != Catalog.Kind.TOOLS || policy.allows(entry.server(), entry.ownName());
    }

    private Route one(Upstream server, Message.Request request) {
        if (policy.tools().restricts()) {
            String tool = request.params().string("name").orElse("");
            if (request.method().equals("tools/call") && !policy.allows(server.name(), tool)) {
                return notAllowed(tool);
            }
            if (request.method().equals(Catalog.Kind.TOOLS.method())) {
                return new Route.ToCatalog(Catalog.Kind.TOOLS, List.of(server), true);
            }
        }
        return new Route.ToServer(server, request.params());
    }

    private static Route notAllowed(String tool) {
        return new Route.Nowhere("tool \"" + tool + "\" is not allowed by this gateway's policy: expected one that"
                + " tools/list names");
    }

    private Route among(List<Upstream> servers, Message.Request request, UpstreamClient client)
            throws InterruptedException {
        Optional<Catalog.Kind> list = Arrays.stream(Catalog.Kind.values())
                .filter(kind -> kind.method().equals(request.method()))
                .findFirst();
        if (list.isPresent()) {
            return new Route.ToCatalog(list.get(), servers, false);
        }
        JsonObject params = request.params();
        return switch (request.method()) {
            case "tools/call" -> byName(Catalog.Kind.TOOLS, servers, params, client);
            case "prompts/get" -> byName(Catalog.Kind.PROMPTS, servers, params, client);
            case "resources/read", "resources/subscribe", "resources/unsubscribe" -> byAddress(servers, params, client);
            case "tasks/get", "tasks/update", "tasks/cancel", "tasks/result" -> byTask(servers, params);
            case TaskLists.METHOD -> new Route.ToTaskLists(servers);
            case "completion/complete" -> byReference(servers, params, client);
            case "logging/setLevel" -> byLevel(servers, params);
            default -> new Route.UnknownMethod();
        };
    }

    private Route byName(Catalog.Kind kind, List<Upstream> servers, JsonObject params, UpstreamClient client)
            throws InterruptedException {
        String name = params.string("name").orElse("");
        Optional<Catalog.Entry> entry = catalog.find(kind, name, servers, client);
        if (entry.isPresent() && !isAllowed(kind, entry.get())) {
            return notAllowed(name);
        }
        if (entry.isPresent()) {
            return toServer(entry.get(), params.with("name", entry.get().ownName()));
        }
        return new Route.Nowhere("nothing is called \"" + name + "\"");
    }

    private static Route byLevel(List<Upstream> servers, JsonObject params) {
        String named = params.string("level").orElse("");
        return LogLevel.of(named)
                .<Route>map(level -> new Route.ToLoggers(servers, level))
                .orElseGet(() -> new Route.Nowhere("level \"" + named + "\": expected "
                        + Arrays.stream(LogLevel.values())
                                .map(LogLevel::wireName)
                                .collect(Collectors.joining(", "))));
    }

    private Route byAddress(List<Upstream> servers, JsonObject params, UpstreamClient client)
            throws InterruptedException {
        String uri = params.string("uri").orElse("");
        Optional<Catalog.Entry> resource = catalog.find(Catalog.Kind.RESOURCES, uri, servers, client);
        if (resource.isPresent()) {
            return toServer(resource.get(), params);
        }
        for (Catalog.Entry entry : catalog.entries(Catalog.Kind.RESOURCE_TEMPLATES, servers, client)) {
            if (entry.own()
                    .string("uriTemplate")
                    .filter(template -> UriTemplate.of(template).fits(uri))
                    .isPresent()) {
                return toServer(entry, params);
            }
        }
        return new Route.Nowhere("no server has the resource \"" + uri + "\"");
    }

    private Route byReference(List<Upstream> servers, JsonObject params, UpstreamClient client)
            throws InterruptedException {
        JsonObject reference = params.object("ref").orElse(JsonObject.EMPTY);
        if (reference.has("name")) {
            Route route = byName(Catalog.Kind.PROMPTS, servers, reference, client);
            return route instanceof Route.ToServer(Upstream server, JsonObject own)
                    ? new Route.ToServer(server, params.with("ref", own))
                    : route;
        }
        String template = reference.string("uri").orElse("");
        for (Catalog.Entry entry : catalog.entries(Catalog.Kind.RESOURCE_TEMPLATES, servers, client)) {
            if (entry.own().string("uriTemplate").filter(template::equals).isPresent()) {
                return toServer(entry, params);
            }
        }
        return byAddress(servers, reference, client) instanceof Route.ToServer(Upstream server, var _)
                ? new Route.ToServer(server, params)
                : new Route.Nowhere("no server has \"" + template + "\"");
    }

    private static Route byTask(List<Upstream> servers, JsonObject params) {
        return TaskNames.owner(servers, params)
                .<Route>map(server -> new Route.ToServer(server, TaskNames.own(server.name(), params)))
                .orElseGet(() -> new Route.Nowhere(
                        "no server has the task \"" + params.string("taskId").orElse("") + "\""));
    }

    private Route toServer(Catalog.Entry entry, JsonObject params) {
        return upstreams
                .find(entry.server())
                .<Route>map(server -> new Route.ToServer(server, params))
                .orElseGet(() -> new Route.Nowhere("server " + entry.server() + " was just taken away"));
    }
}
