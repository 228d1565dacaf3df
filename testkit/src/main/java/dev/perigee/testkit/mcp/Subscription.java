package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Change;
import dev.perigee.testkit.mcp.offer.Json;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request of the modern era to be told of changes, until it is cancelled. Tells only what it asked for.
record Subscription(JsonNode id, ObjectNode params, Outlet outlet) {
    private static final String ID = RequestMeta.PREFIX + "subscriptionId";
    private static final Duration TURN = Duration.ofMinutes(1);

    /// Ends only when interrupted.
    ObjectNode listen(Changes changes, Pause pause) throws InterruptedException {
        Consumer<Change> listener = this::tell;
        acknowledge(changes, listener);
        try {
            while (true) {
                pause.pause(TURN);
            }
        } finally {
            changes.remove(listener);
        }
    }

    /// Synchronized with `tell`, so that nothing is missed after the acknowledgement and nothing comes before it.
    private synchronized void acknowledge(Changes changes, Consumer<Change> listener) {
        changes.add(listener);
        ObjectNode acknowledged = Json.object();
        acknowledged.set("notifications", filter().deepCopy());
        outlet.send(tagged(Rpc.notification("notifications/subscriptions/acknowledged", acknowledged)));
    }

    private synchronized void tell(Change change) {
        if (wants(change)) {
            outlet.send(tagged(change.notification()));
        }
    }

    private boolean wants(Change change) {
        return switch (change) {
            case Change.OfList(String kind) ->
                filter().path(kind + "ListChanged").asBoolean(false);
            case Change.OfResource(String uri) ->
                filter().path("resourceSubscriptions")
                        .valueStream()
                        .anyMatch(it -> it.asString("").equals(uri));
        };
    }

    private ObjectNode filter() {
        return Json.member(params, "notifications");
    }

    private ObjectNode tagged(ObjectNode notification) {
        notification.withObjectProperty("params").withObjectProperty("_meta").set(ID, id);
        return notification;
    }
}
