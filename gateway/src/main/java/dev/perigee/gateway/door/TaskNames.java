package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Tasks as clients of several servers know them: `server__task`, so that what is said of one finds its server. A
/// client of one server knows them by the server's own ids.
final class TaskNames {
    private static final String BETWEEN = "__";
    private static final String ID = "taskId";
    private static final String RELATED = RequestMeta.PREFIX + "related-task";

    private final String prefix;

    private TaskNames(String prefix) {
        this.prefix = prefix;
    }

    static TaskNames of(View view, ServerName server) {
        return switch (view) {
            case View.All _ -> new TaskNames(server + BETWEEN);
            case View.One _ -> new TaskNames("");
        };
    }

    /// Which of the servers a task is of.
    static Optional<Upstream> owner(List<Upstream> servers, JsonObject params) {
        String id = params.string(ID).orElse("");
        return servers.stream()
                .filter(server -> id.startsWith(server.name() + BETWEEN))
                .findFirst();
    }

    /// What is said of a task, under the id that its server gave it.
    static JsonObject own(ServerName server, JsonObject params) {
        String id = params.string(ID).orElse("");
        return params.with(ID, id.substring((server + BETWEEN).length()));
    }

    /// As the client knows it.
    Message.Response shown(Message.Response response) {
        return prefix.isEmpty()
                ? response
                : response.result()
                        .map(result -> response.withResult(shown(result)))
                        .orElse(response);
    }

    Message.Notification shown(Message.Notification notification) {
        JsonObject params = notification.params();
        JsonObject shown = shown(params);
        return shown.equals(params) ? notification : notification.withParams(shown);
    }

    Message.Request shown(Message.Request question) {
        JsonObject params = question.params();
        JsonObject shown = shown(params);
        return shown.equals(params) ? question : question.withParams(shown);
    }

    /// One of a list.
    JsonObject listed(JsonObject task) {
        return prefixed(task);
    }

    /// The answer of a client to what a server asked for a task, as that server knows the task.
    Message.Response own(Message.Response answer) {
        return answer.result()
                .flatMap(result -> related(result, id -> id.startsWith(prefix) ? id.substring(prefix.length()) : id))
                .map(answer::withResult)
                .orElse(answer);
    }

    private JsonObject shown(JsonObject json) {
        if (prefix.isEmpty()) {
            return json;
        }
        JsonObject named = prefixed(json);
        JsonObject whole = named.object("task")
                .filter(task -> task.string(ID).isPresent())
                .map(task -> named.with("task", prefixed(task)))
                .orElse(named);
        return related(whole, id -> prefix + id).orElse(whole);
    }

    private JsonObject prefixed(JsonObject json) {
        return json.string(ID).map(id -> json.with(ID, prefix + id)).orElse(json);
    }

    /// With another id of the task that `_meta` says it belongs to; empty when it says of none.
    private static Optional<JsonObject> related(JsonObject json, UnaryOperator<String> other) {
        JsonObject meta = RequestMeta.of(json);
        return meta.object(RELATED)
                .flatMap(task -> task.string(ID)
                        .map(id -> json.with("_meta", meta.with(RELATED, task.with(ID, other.apply(id))))));
    }
}
