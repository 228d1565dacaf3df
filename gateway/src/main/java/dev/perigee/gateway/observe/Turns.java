package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.TurnListener.End;
import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What can be read from a turn that is over.
final class Turns {
    private Turns() {}

    /// The names of the tools in an answer to `tools/list`.
    static List<String> listedTools(End end) {
        return end instanceof End.Answered(Message.Response response)
                ? response.result().map(result -> result.objects("tools")).orElse(List.of()).stream()
                        .flatMap(tool -> tool.string("name").stream())
                        .toList()
                : List.of();
    }

    /// Whether the server was asked for its tools and answered with all of them, and not with a page.
    static boolean isWholeToolList(Ended turn) {
        return turn.request().method().equals("tools/list")
                && !turn.request().params().has("cursor")
                && turn.end() instanceof End.Answered(Message.Response response)
                && response.result().filter(result -> !result.has("nextCursor")).isPresent();
    }

    /// The tool or prompt that was named, or the resource.
    static Optional<String> subject(Ended turn) {
        JsonObject params = turn.request().params();
        return params.string("name").or(() -> params.string("uri"));
    }

    /// How a client calls itself, and as whom it was let in.
    static String client(Ended turn) {
        return client(turn.caller(), turn.client());
    }

    static String client(Caller caller, ClientProfile profile) {
        return caller.name()
                + profile.info()
                        .string("name")
                        .map(name -> " (" + name
                                + profile.info()
                                        .string("version")
                                        .map(v -> " " + v)
                                        .orElse("") + ")")
                        .orElse("");
    }

    /// Why it failed, as the server or the gateway said it.
    static String failure(End end) {
        return switch (end) {
            case End.Answered(Message.Response response)
            when response.failed() ->
                response.error().flatMap(error -> error.string("message")).orElse("the server refused it");
            case End.Answered(Message.Response response) ->
                response.result().map(result -> result.objects("content")).orElse(List.of()).stream()
                        .flatMap(content -> content.string("text").stream())
                        .findFirst()
                        .orElse("the tool says that it failed");
            case End.Failed(var error) -> error.message();
            case End.Cancelled _ -> "cancelled by the client";
            case End.Kept _, End.Shared _ -> "";
        };
    }

    /// The result or the error as the server wrote it, or as the client was told.
    static byte[] answer(End end) {
        return switch (end) {
            case End.Answered(Message.Response response) ->
                response.result().or(response::error).orElse(JsonObject.EMPTY).bytes();
            case End.Failed(var error) -> error.message().getBytes(StandardCharsets.UTF_8);
            case End.Kept(JsonObject result) -> result.bytes();
            case End.Shared(JsonObject result) -> result.bytes();
            case End.Cancelled _ -> "cancelled by the client".getBytes(StandardCharsets.UTF_8);
        };
    }
}
