package dev.perigee.testkit.mcp.offer;

import tools.jackson.databind.node.ObjectNode;

/// Something that clients can ask to be told of.
public sealed interface Change {
    /// The list of tools, prompts or resources.
    record OfList(String kind) implements Change {}

    /// What a resource holds.
    record OfResource(String uri) implements Change {}

    default ObjectNode notification() {
        return switch (this) {
            case OfList(String kind) -> message("notifications/" + kind + "/list_changed");
            case OfResource(String uri) -> {
                ObjectNode message = message("notifications/resources/updated");
                message.putObject("params").put("uri", uri);
                yield message;
            }
        };
    }

    private static ObjectNode message(String method) {
        return Json.object().put("jsonrpc", "2.0").put("method", method);
    }
}
