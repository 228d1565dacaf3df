package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.util.List;

/// What `server/discover` says where no modern server can say it for itself.
final class Discovery {
    /// Before all servers.
    static final JsonObject OWN = result(
            Greeter.CAPABILITIES.with(
                    "extensions", JsonObject.EMPTY.with("io.modelcontextprotocol/tasks", JsonObject.EMPTY)),
            Greeter.INFO);

    private Discovery() {}

    /// Of a legacy server. Its kind of tasks is none that a modern client knows.
    static JsonObject of(UpstreamSession.Greeting greeting) {
        JsonObject said = greeting.result();
        JsonObject result = result(
                said.object("capabilities").orElse(JsonObject.EMPTY).without("tasks"),
                said.object("serverInfo").orElse(JsonObject.EMPTY));
        return said.value("instructions")
                .map(instructions -> result.with("instructions", instructions))
                .orElse(result);
    }

    private static JsonObject result(JsonObject capabilities, JsonObject info) {
        return JsonObject.EMPTY
                .with("supportedVersions", JsonArray.ofStrings(List.of(ProtocolVersion.LATEST.wireName())))
                .with("capabilities", capabilities)
                .with("_meta", JsonObject.EMPTY.with(RequestMeta.SERVER, info));
    }
}
