package dev.perigee.gateway.rpc;

import java.util.Optional;

/// A JSON-RPC 2.0 message, one of three kinds. What it was read from stays as it was, but for what is changed.
public sealed interface Message {
    /// The message as it goes out.
    JsonObject json();

    /// Asks for a response.
    record Request(JsonObject json, RpcId id, String method) implements Message {
        public static Request of(RpcId id, String method, JsonObject params) {
            return new Request(head(method).with("id", id.bytes()).with("params", params), id, method);
        }

        /// Empty when there are none.
        public JsonObject params() {
            return paramsOf(json);
        }

        public Request withId(RpcId other) {
            return new Request(json.with("id", other.bytes()), other, method);
        }

        public Request withParams(JsonObject params) {
            return new Request(json.with("params", params), id, method);
        }
    }

    /// Asks for nothing.
    record Notification(JsonObject json, String method) implements Message {
        public static Notification of(String method, JsonObject params) {
            return new Notification(head(method).with("params", params), method);
        }

        /// Empty when there are none.
        public JsonObject params() {
            return paramsOf(json);
        }

        public Notification withParams(JsonObject params) {
            return new Notification(json.with("params", params), method);
        }
    }

    /// Answers a request: with a result, or with an error.
    record Response(JsonObject json, RpcId id) implements Message {
        /// The code of its error; zero when it has none.
        public int errorCode() {
            return error().map(error -> error.integer("code").orElse(0)).orElse(0);
        }

        public static Response of(RpcId id, JsonObject result) {
            return new Response(HEAD.with("id", id.bytes()).with("result", result), id);
        }

        public static Response of(RpcId id, RpcError error) {
            return new Response(HEAD.with("id", id.bytes()).with("error", error.json()), id);
        }

        public Optional<JsonObject> result() {
            return json.object("result");
        }

        public Optional<JsonObject> error() {
            return json.object("error");
        }

        public boolean failed() {
            return json.has("error");
        }

        public Response withId(RpcId other) {
            return new Response(json.with("id", other.bytes()), other);
        }

        public Response withResult(JsonObject result) {
            return new Response(json.with("result", result), id);
        }
    }

    JsonObject HEAD = JsonObject.of("{\"jsonrpc\":\"2.0\"}");

    /// Reads one message. Throws `MalformedMessage`.
    static Message parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        if (!json.string("jsonrpc").filter("2.0"::equals).isPresent()) {
            throw new MalformedMessage("jsonrpc: expected \"2.0\"");
        }
        Optional<RpcId> id = json.value("id").map(RpcId::read);
        Optional<String> method = json.string("method");
        if (json.has("params") && json.object("params").isEmpty()) {
            throw new MalformedMessage("params: expected an object");
        }
        if (method.isPresent()) {
            return id.<Message>map(known -> new Request(json, known, method.get()))
                    .orElseGet(() -> new Notification(json, method.get()));
        }
        if (json.has("result") == json.has("error")) {
            throw new MalformedMessage("expected a method, a result or an error");
        }
        return new Response(json, id.orElseThrow(() -> new MalformedMessage("a response without an id")));
    }

    private static JsonObject head(String method) {
        return HEAD.with("method", method);
    }

    private static JsonObject paramsOf(JsonObject json) {
        return json.object("params").orElse(JsonObject.EMPTY);
    }
}
