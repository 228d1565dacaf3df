package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.End;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a request to a server came to, in one word.
enum Outcome {
    OK,
    /// A tool ran, and says that it failed.
    TOOL_ERROR,
    /// The server refused the request.
    PROTOCOL_ERROR,
    /// No answer came from the server.
    LOST,
    /// The client wanted no answer any more.
    CANCELLED,
    /// The server was not asked, since its last answer still held.
    KEPT,
    /// The server was not asked, since another was getting the answer.
    SHARED;

    static Outcome of(End end) {
        return switch (end) {
            case End.Answered(Message.Response response) -> of(response);
            case End.Failed _ -> LOST;
            case End.Cancelled _ -> CANCELLED;
            case End.Kept _ -> KEPT;
            case End.Shared _ -> SHARED;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Outcome of(Message.Response response) {
        if (response.failed()) {
            return PROTOCOL_ERROR;
        }
        boolean failed = response.result()
                .flatMap(result -> result.value("isError"))
                .filter(value -> new String(value, StandardCharsets.UTF_8).equals("true"))
                .isPresent();
        return failed ? TOOL_ERROR : OK;
    }

    /// Whether the client got a result that says no failure.
    boolean isSuccess() {
        return switch (this) {
            case OK, KEPT, SHARED -> true;
            case TOOL_ERROR, PROTOCOL_ERROR, LOST, CANCELLED -> false;
        };
    }

    /// Whether the request went to the server.
    boolean wasAsked() {
        return this != KEPT && this != SHARED;
    }

    /// How many bytes the answer has.
    static long answerBytes(End end) {
        return switch (end) {
            case End.Answered(Message.Response response) -> response.json().bytes().length;
            case End.Kept(JsonObject result) -> result.bytes().length;
            case End.Shared(JsonObject result) -> result.bytes().length;
            case End.Failed _, End.Cancelled _ -> 0;
        };
    }
}
