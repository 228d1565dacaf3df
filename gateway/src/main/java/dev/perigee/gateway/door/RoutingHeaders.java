package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.http.ParameterHeaders;
import dev.perigee.http.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The headers of the modern era that say again what the body says. What stands between a client and a server
/// relies on them, so one that is missing or says otherwise is an error.
final class RoutingHeaders {
    private static final String OPENING = "=?base64?";
    private static final String CLOSING = "?=";

    private RoutingHeaders() {}

    /// Of the method, and of the name of what it is about.
    static Optional<RpcError> mismatch(Call call, Message.Request request) {
        return mismatch(call, "Mcp-Method", request.method())
                .or(() -> name(request.method(), request.params()).flatMap(name -> mismatch(call, "Mcp-Name", name)));
    }

    /// Of the arguments that a tool wants to see there.
    static Optional<RpcError> mismatch(Call call, ParameterHeaders headers, JsonObject arguments) {
        for (Map.Entry<String, String> expected : headers.of(arguments).entrySet()) {
            Optional<RpcError> mismatch =
                    decoded(expected.getValue()).flatMap(value -> mismatch(call, expected.getKey(), value));
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    static Optional<RpcError> mismatch(Call call, String header, String expected) {
        Optional<String> said = call.header(header).map(String::strip);
        if (said.isEmpty()) {
            return error(header + " is missing: expected \"" + expected + "\" as in the body");
        }
        return decoded(said.get()).filter(expected::equals).isPresent()
                ? Optional.empty()
                : error(header + " \"" + said.get() + "\": expected \"" + expected + "\" as in the body");
    }

    private static Optional<RpcError> error(String message) {
        return Optional.of(new RpcError(RpcError.HEADER_MISMATCH, message));
    }

    private static Optional<String> name(String method, JsonObject params) {
        return switch (method) {
            case "tools/call", "prompts/get" -> params.string("name");
            case "resources/read" -> params.string("uri");
            case "tasks/get", "tasks/update", "tasks/cancel" -> params.string("taskId");
            default -> Optional.empty();
        };
    }

    /// Empty when it claims to be Base64 and is not.
    private static Optional<String> decoded(String value) {
        boolean wrapped = value.startsWith(OPENING)
                && value.endsWith(CLOSING)
                && value.length() >= OPENING.length() + CLOSING.length();
        if (!wrapped) {
            return Optional.of(value);
        }
        String text = value.substring(OPENING.length(), value.length() - CLOSING.length());
        try {
            return text.length() % 4 == 0
                    ? Optional.of(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
