package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What an HTTP answer that is no success means to the conversation.
final class Refusals {
    private static final int CHALLENGE_MAX = 1_000;
    private static final int EXPLANATION_MAX = 300;

    private Refusals() {}

    /// The JSON-RPC error that the server explains itself with, as the response to `id`; empty when it has no such.
    static Optional<Message.Response> errorFor(RpcId id, HttpCall.Outcome.Whole answer) {
        try {
            JsonObject json = JsonObject.parse(answer.body().getBytes());
            Optional<String> named = json.value("id").map(value -> new String(value, StandardCharsets.UTF_8));
            boolean ours =
                    named.isEmpty() || named.get().equals("null") || named.get().equals(id.json());
            return ours && json.object("error").isPresent()
                    ? Optional.of(new Message.Response(json, id).withId(id))
                    : Optional.empty();
        } catch (MalformedMessage _) {
            return Optional.empty();
        }
    }

    static Loss of(HttpCall.Outcome.Whole answer, boolean session) {
        int status = answer.status();
        return switch (status) {
            case 401, 403 -> new Loss(Loss.Cause.UNAUTHORIZED, unauthorized(answer));
            case 404 ->
                session
                        ? new Loss(Loss.Cause.SESSION_UNKNOWN, "HTTP 404: the session is unknown")
                        : new Loss(Loss.Cause.GONE, "HTTP 404: nothing there");
            default ->
                status >= 500 || status == 408 || status == 429
                        ? new Loss(Loss.Cause.GONE, "HTTP " + status)
                        : misbehaved("HTTP " + status);
        };
    }

    /// Whether the server has surely not acted on what it answered so.
    static boolean surelyNotActedOn(int status) {
        return switch (status) {
            case 401, 403, 404, 405, 413, 415, 429 -> true;
            default -> false;
        };
    }

    static Loss misbehaved(String how) {
        return new Loss(Loss.Cause.MISBEHAVED, bounded(how, EXPLANATION_MAX));
    }

    static Loss unreachable(String where, Throwable failure) {
        if (failure instanceof ConnectionPoolTooBusyException) {
            return new Loss(Loss.Cause.STALLED, where + ": too many calls are waiting for a connection");
        }
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new Loss(Loss.Cause.GONE, bounded(where + ": " + reason, EXPLANATION_MAX));
    }

    private static String unauthorized(HttpCall.Outcome.Whole answer) {
        String challenge = answer.headers().get("WWW-Authenticate");
        String status = "HTTP " + answer.status();
        return challenge == null ? status : bounded(status + ": " + challenge, CHALLENGE_MAX);
    }

    private static String bounded(String text, int max) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= max ? line : line.substring(0, max);
    }
}
