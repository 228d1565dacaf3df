package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of a call's arguments one server wants to see as headers: learnt from each list of its tools that passes.
/// Bounded; the last definition of a tool holds. Thread-safe.
final class ToolHeaders implements StatelessHttpConnection.Mirroring {
    static final int TOOLS_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ToolHeaders.class);

    private final Map<String, ParameterHeaders> byTool = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> headers(Message.Request request) {
        if (byTool.isEmpty() || !request.method().equals("tools/call")) {
            return Map.of();
        }
        ParameterHeaders headers = byTool.get(request.params().string("name").orElse(""));
        return headers == null
                ? Map.of()
                : headers.of(request.params().object("arguments").orElse(JsonObject.EMPTY));
    }

    @Override
    public void answered(Message.Request request, Message.Response response) {
        if (request.method().equals("tools/list")) {
            response.result().ifPresent(result -> result.objects("tools").forEach(this::learn));
        }
    }

    private void learn(JsonObject tool) {
        String name = tool.string("name").orElse("");
        JsonObject schema = tool.object("inputSchema").orElse(JsonObject.EMPTY);
        switch (ParameterHeaders.read(schema)) {
            case ParameterHeaders.Reading.Valid(ParameterHeaders headers) when headers.none() -> byTool.remove(name);
            case ParameterHeaders.Reading.Valid(ParameterHeaders headers) -> {
                if (byTool.size() < TOOLS_MAX || byTool.containsKey(name)) {
                    byTool.put(name, headers);
                }
            }
            case ParameterHeaders.Reading.Faulty(String why) -> {
                byTool.remove(name);
                log.atWarn().addKeyValue("tool", name).addKeyValue("why", why).log("a tool's headers are faulty");
            }
        }
    }
}
