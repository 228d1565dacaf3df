package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Change;
import dev.perigee.testkit.mcp.offer.Client;
import dev.perigee.testkit.mcp.offer.Json;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The client of one request: what it declared, which log levels it wants to hear of, and the request's outlet.
record CallingClient(
        ObjectNode capabilities,
        Predicate<LogLevel> listensTo,
        JsonNode progressToken,
        Outlet outlet,
        Changes changes,
        Pause waiting)
        implements Client {
    @Override
    public void log(String level, String text) {
        if (listensTo.test(LogLevel.of(level))) {
            ObjectNode params = Json.object().put("level", level).put("logger", "test");
            outlet.send(Rpc.notification("notifications/message", params.put("data", text)));
        }
    }

    @Override
    public void progress(int done, int total) {
        if (!progressToken.isMissingNode()) {
            ObjectNode params = Json.object();
            params.set("progressToken", progressToken);
            outlet.send(Rpc.notification(
                    "notifications/progress", params.put("progress", done).put("total", total)));
        }
    }

    @Override
    public void announce(Change change) {
        changes.announce(change);
    }

    @Override
    public void hangUp() {
        outlet.hangUp();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        waiting.pause(time);
    }
}
