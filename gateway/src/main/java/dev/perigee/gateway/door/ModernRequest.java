package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.http.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A request of the modern era, read: it says of itself what a session would know, and its headers say the same
/// as its body.
record ModernRequest(Message.Request message, ClientProfile client, Optional<LogLevel> logLevel) {
    private static final Set<String> OF_THE_LEGACY_ERA =
            Set.of("initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

    sealed interface Reading {
        record Valid(ModernRequest request) implements Reading {}

        record Refused(RpcError error) implements Reading {}
    }

    static Reading read(Call call, Message.Request message) {
        if (OF_THE_LEGACY_ERA.contains(message.method())) {
            return new Reading.Refused(new RpcError(
                    RpcError.METHOD_NOT_FOUND,
                    "no method \"" + message.method() + "\" in " + ProtocolVersion.LATEST.wireName()));
        }
        return RoutingHeaders.mismatch(call, message)
                .or(() -> incomplete(message.params()))
                .or(() -> versionMismatch(call, message.params()))
                .or(() -> unsupported(message.params()))
                .<Reading>map(Reading.Refused::new)
                .orElseGet(() -> new Reading.Valid(of(message)));
    }

    String method() {
        return message.method();
    }

    JsonObject params() {
        return message.params();
    }

    /// Whether the client said that it can be asked so.
    boolean declares(String capability) {
        return client.capabilities().has(capability);
    }

    private static ModernRequest of(Message.Request message) {
        JsonObject meta = RequestMeta.of(message.params());
        return new ModernRequest(
                message,
                new ClientProfile(
                        meta.object(RequestMeta.CAPABILITIES).orElse(JsonObject.EMPTY),
                        meta.object(RequestMeta.CLIENT).orElse(JsonObject.EMPTY)),
                meta.string(RequestMeta.LOG_LEVEL).flatMap(LogLevel::of));
    }

    private static Optional<RpcError> incomplete(JsonObject params) {
        JsonObject meta = RequestMeta.of(params);
        if (meta.string(RequestMeta.VERSION).isEmpty()) {
            return missing(RequestMeta.VERSION, "a version such as \"" + ProtocolVersion.LATEST.wireName() + "\"");
        }
        return meta.object(RequestMeta.CAPABILITIES).isEmpty()
                ? missing(RequestMeta.CAPABILITIES, "an object")
                : Optional.empty();
    }

    private static Optional<RpcError> missing(String name, String expected) {
        return Optional.of(new RpcError(RpcError.INVALID_PARAMS, "params._meta." + name + ": expected " + expected));
    }

    private static Optional<RpcError> versionMismatch(Call call, JsonObject params) {
        return RoutingHeaders.mismatch(
                call, Door.VERSION, RequestMeta.version(params).orElse(""));
    }

    private static Optional<RpcError> unsupported(JsonObject params) {
        String asked = RequestMeta.version(params).orElse("");
        String spoken = ProtocolVersion.LATEST.wireName();
        return asked.equals(spoken)
                ? Optional.empty()
                : Optional.of(new RpcError(
                        RpcError.UNSUPPORTED_VERSION,
                        "protocol version \"" + asked + "\": expected \"" + spoken + "\"",
                        JsonObject.EMPTY
                                .with("supported", JsonArray.ofStrings(List.of(spoken)))
                                .with("requested", asked)));
    }
}
