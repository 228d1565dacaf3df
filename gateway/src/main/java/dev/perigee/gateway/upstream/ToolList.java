package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks a server something for the gateway's own sake: what tools it has, or whether it is there.
final class ToolList {
    static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int PAGES_MAX = 100;
    private static final Pattern AUTH = Pattern.compile(
            "\\b(401|403|unauthori[sz]ed|unauthenticated|forbidden|authentication|credentials?"
                    + "|(invalid|expired|missing|bad) (access )?(token|api[ -]?key|key)|access denied)\\b",
            Pattern.CASE_INSENSITIVE);

    private ToolList() {}

    /// What came of it.
    sealed interface Answer {
        record Tools(List<JsonObject> tools) implements Answer {
            public Tools {
                tools = List.copyOf(tools);
            }

            List<String> names() {
                return tools.stream().map(Tools::name).toList();
            }

            List<ListedTool> listed(Redaction secrets) {
                return tools.stream()
                        .map(tool -> ListedTool.of(name(tool), tool, secrets))
                        .toList();
            }

            private static String name(JsonObject tool) {
                return tool.string("name").orElseThrow();
            }
        }

        record Refused(Loss why) implements Answer {}
    }

    /// All its tools that have a name; none where it says that it has no such thing.
    static Answer read(UpstreamSession session) throws InterruptedException {
        if (!session.greeting().offers(Capability.TOOLS)) {
            return new Answer.Tools(List.of());
        }
        List<JsonObject> tools = new ArrayList<>();
        JsonObject params = JsonObject.EMPTY;
        for (int page = 0; page < PAGES_MAX; page++) {
            Message.Response response;
            switch (answer(session, session.begin("tools/list", params), ANSWER_MAX)) {
                case Reply.Came(Message.Response came) -> response = came;
                case Reply.Lost(Loss why) -> {
                    return new Answer.Refused(why);
                }
            }
            Optional<JsonObject> result = response.result();
            if (result.isEmpty()) {
                return new Answer.Refused(refusal(response));
            }
            result.get().objects("tools").stream()
                    .filter(tool -> tool.string("name").isPresent())
                    .forEach(tools::add);
            Optional<byte[]> cursor = result.get().value("nextCursor").filter(value -> value[0] == '"');
            if (cursor.isEmpty()) {
                break;
            }
            params = JsonObject.EMPTY.with("cursor", cursor.get());
        }
        return new Answer.Tools(tools);
    }

    /// Empty when it answers within `max`, whatever it says; that it knows no such request is an answer too.
    static Optional<Loss> ping(UpstreamSession session, Duration max) throws InterruptedException {
        String method = switch (session.greeting().version().era()) {
            case LEGACY -> "ping";
            case MODERN -> "server/discover";
        };
        return switch (answer(session, session.begin(method, JsonObject.EMPTY), max)) {
            case Reply.Came(Message.Response response) ->
                response.error().map(_ -> refusal(response)).filter(why -> why.cause() == Loss.Cause.UNAUTHORIZED);
            case Reply.Lost(Loss why) -> Optional.of(why);
        };
    }

    private sealed interface Reply {
        record Came(Message.Response response) implements Reply {}

        record Lost(Loss why) implements Reply {}
    }

    private static Reply answer(UpstreamSession session, Exchange exchange, Duration max) throws InterruptedException {
        Optional<Exchange.Event> end = exchange.end(max, before -> {
            if (before instanceof Exchange.Event.Asked(Message.Request question)) {
                session.answer(Message.Response.of(
                        question.id(), new RpcError(RpcError.METHOD_NOT_FOUND, "nobody here can be asked")));
            }
        });
        switch (end.orElse(null)) {
            case Exchange.Event.Answered(Message.Response response) -> {
                return new Reply.Came(response);
            }
            case Exchange.Event.Lost lost -> {
                return new Reply.Lost(lost.why());
            }
            case Exchange.Event.Told _, Exchange.Event.Asked _ -> {}
            case null -> {}
        }
        session.cancel(exchange, "it took too long");
        return new Reply.Lost(new Loss(Loss.Cause.STALLED, "it did not answer within " + max.toSeconds() + " s"));
    }

    private static Loss refusal(Message.Response response) {
        String said = response.error()
                .flatMap(error -> error.string("message"))
                .orElseGet(() -> new String(response.json().bytes(), StandardCharsets.UTF_8));
        return AUTH.matcher(said).find()
                ? new Loss(Loss.Cause.UNAUTHORIZED, "access is refused: " + said)
                : new Loss(Loss.Cause.MISBEHAVED, "it answered with an error: " + said);
    }
}
