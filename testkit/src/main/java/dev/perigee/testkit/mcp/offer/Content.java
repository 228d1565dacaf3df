package dev.perigee.testkit.mcp.offer;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Content blocks, and the results and messages that are made of them.
final class Content {
    /// One red pixel.
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /// No sound, and no time of it.
    private static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

    private Content() {}

    static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    static ObjectNode image() {
        return Json.object().put("type", "image").put("data", PNG).put("mimeType", "image/png");
    }

    static ObjectNode audio() {
        return Json.object().put("type", "audio").put("data", WAV).put("mimeType", "audio/wav");
    }

    static ObjectNode resource(String uri, String mimeType, String text) {
        ObjectNode block = Json.object().put("type", "resource");
        block.set("resource", contents(uri, mimeType).put("text", text));
        return block;
    }

    /// Of a resource, without what it holds.
    static ObjectNode contents(String uri, String mimeType) {
        return Json.object().put("uri", uri).put("mimeType", mimeType);
    }

    /// What a tool came to.
    static ObjectNode result(ObjectNode... blocks) {
        ObjectNode result = Json.object();
        ArrayNode content = result.putArray("content");
        for (ObjectNode block : blocks) {
            content.add(block);
        }
        return result;
    }

    static ObjectNode result(String text) {
        return result(text(text));
    }

    /// What a tool came to that failed.
    static ObjectNode failure(String text) {
        return result(text).put("isError", true);
    }

    static ObjectNode prompt(ObjectNode... blocks) {
        ObjectNode result = Json.object();
        ArrayNode messages = result.putArray("messages");
        for (ObjectNode block : blocks) {
            messages.addObject().put("role", "user").set("content", block);
        }
        return result;
    }
}
