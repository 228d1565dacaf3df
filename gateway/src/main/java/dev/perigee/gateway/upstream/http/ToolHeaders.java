package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which headers the tools of one server ask for, as its lists have said so far. Bounded. Thread-safe.
final class ToolHeaders {
    private static final int TOOLS_MAX = 10_000;

    private final Map<String, ParameterHeaders> byTool = new ConcurrentHashMap<>();

    void learn(Message.Request request, Message.Response response) {
        if (!request.method().equals("tools/list")) {
            return;
        }
        for (JsonObject tool : response.result().orElse(JsonObject.EMPTY).objects("tools")) {
            String name = tool.string("name").orElse("");
            JsonObject schema = tool.object("inputSchema").orElse(JsonObject.EMPTY);
            if (ParameterHeaders.read(schema) instanceof ParameterHeaders.Reading.Valid(ParameterHeaders headers)
                    && !headers.none()
                    && byTool.size() < TOOLS_MAX) {
                byTool.put(name, headers);
            } else {
                byTool.remove(name);
            }
        }
    }

    Map<String, String> of(Message.Request request) {
        if (!request.method().equals("tools/call") || byTool.isEmpty()) {
            return Map.of();
        }
        ParameterHeaders headers = byTool.get(request.params().string("name").orElse(""));
        return headers == null
                ? Map.of()
                : headers.of(request.params().object("arguments").orElse(JsonObject.EMPTY));
    }
}
