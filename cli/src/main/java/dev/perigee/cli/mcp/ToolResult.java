package dev.perigee.cli.mcp;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// What a tool answered, for people: its texts as they are, and of what is no text the kind and size.
record ToolResult(JsonNode result) {
    boolean failed() {
        return result.path("isError").asBoolean(false);
    }

    void print(PrintStream out) {
        JsonNode content = result.path("content");
        content.values().forEach(part -> out.println(text(part)));
        if (content.isEmpty()) {
            out.println(result.has("structuredContent") ? result.path("structuredContent") : result);
        }
        out.flush();
    }

    private static String text(JsonNode part) {
        return switch (part.path("type").asString("")) {
            case "text" -> printable(part.path("text").asString(""));
            case "image", "audio" ->
                "[" + word(part, "type") + " " + word(part, "mimeType") + ", "
                        + part.path("data").asString("").length() + " characters of base64; -o json shows it]";
            case "resource_link" -> "[resource " + word(part, "uri") + "]";
            case "resource" -> resource(part.path("resource"));
            default -> printable(part.toString());
        };
    }

    private static String resource(JsonNode resource) {
        String head = "[resource " + word(resource, "uri") + " " + word(resource, "mimeType");
        return resource.has("text")
                ? head + "]\n" + printable(resource.path("text").asString(""))
                : head + ", " + resource.path("blob").asString("").length()
                        + " characters of base64; -o json shows it]";
    }

    private static String word(JsonNode node, String name) {
        return printable(node.path(name).asString(""));
    }

    /// A server's text must not steer a terminal.
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?").stripTrailing();
    }
}
