package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.Headers;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The headers of the modern era that repeat what the body says. Throws `Refusal` when one is missing or says
/// otherwise.
record RoutingHeaders(Headers headers, ObjectNode message) {
    private static final Pattern ENCODED = Pattern.compile("=\\?base64\\?(.*)\\?=");

    void check(Offers offers) {
        String method = Rpc.method(message);
        ObjectNode params = Rpc.params(message);
        require("Mcp-Method", method);
        JsonNode version = Json.member(params, "_meta").path(RequestMeta.PREFIX + "protocolVersion");
        if (version.isString()) {
            require("MCP-Protocol-Version", version.asString());
        }
        JsonNode name = params.path(nameMember(method));
        if (name.isString()) {
            require("Mcp-Name", name.asString());
        }
        if (method.equals("tools/call")) {
            parameters(Json.member(params, "arguments"), offers.schema(name.asString("")));
        }
    }

    private void parameters(ObjectNode arguments, ObjectNode schema) {
        Json.member(schema, "properties").properties().forEach(property -> {
            JsonNode header = property.getValue().path("x-mcp-header");
            JsonNode argument = arguments.path(property.getKey());
            if (header.isString() && argument.isValueNode()) {
                require("Mcp-Param-" + header.asString(), argument.asString());
            }
        });
    }

    private void require(String header, String expected) {
        String value = headers.getFirst(header);
        if (value == null) {
            throw mismatch(header + ": is required, as the body says " + expected);
        }
        if (!decoded(header, value.strip()).equals(expected)) {
            throw mismatch(header + ": says " + value + ", but the body " + expected);
        }
    }

    private static String decoded(String header, String value) {
        Matcher encoded = ENCODED.matcher(value);
        if (!encoded.matches()) {
            return value;
        }
        String text = encoded.group(1);
        try {
            if (text.length() % 4 == 0) {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            throw mismatch(header + ": not Base64: " + text);
        }
        throw mismatch(header + ": Base64 without its padding: " + text);
    }

    private static String nameMember(String method) {
        return switch (method) {
            case "resources/read" -> "uri";
            case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
            case "tools/call", "prompts/get" -> "name";
            default -> "";
        };
    }

    private static Refusal mismatch(String message) {
        return new Refusal(Refusal.HEADER_MISMATCH, message);
    }
}
