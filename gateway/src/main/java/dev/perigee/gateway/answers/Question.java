package dev.perigee.gateway.answers;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request whose answer may serve again, as it changes nothing. `about`: the part of the server that it is about,
/// null for the server as a whole. `shared`: whether others may wait for an answer that is under way.
public record Question(
        ServerName server,
        String method,
        String params,
        Asker asker,
        @Nullable Capability about,
        boolean shared) {

    /// Empty when each such request must go to the server: it may change something, or it carries the client's
    /// part of an exchange. A call of a tool may serve again only when the tool says it is `readOnly`, and is never
    /// waited for, since only its answer says whether it may be kept.
    public static Optional<Question> of(
            ServerName server, String method, JsonObject params, Asker asker, boolean readOnly) {
        if (params.has("inputResponses") || params.has("requestState") || params.has("task")) {
            return Optional.empty();
        }
        return switch (method) {
            case "tools/list" -> Optional.of(question(server, method, params, asker, Capability.TOOLS));
            case "prompts/list", "prompts/get" ->
                Optional.of(question(server, method, params, asker, Capability.PROMPTS));
            case "resources/list", "resources/templates/list", "resources/read" ->
                Optional.of(question(server, method, params, asker, Capability.RESOURCES));
            case "server/discover" -> Optional.of(question(server, method, params, asker, null));
            case "tools/call" ->
                readOnly
                        ? Optional.of(
                                new Question(server, method, CanonicalJson.of(params), asker, Capability.TOOLS, false))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Question question(
            ServerName server, String method, JsonObject params, Asker asker, @Nullable Capability about) {
        return new Question(server, method, CanonicalJson.of(params), asker, about, true);
    }
}
