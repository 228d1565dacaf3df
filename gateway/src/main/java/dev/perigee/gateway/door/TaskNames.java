package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import java.util.List;
import java.util.Optional;

/// Tasks as clients of several servers know them: `server__task`, so that what is said of one finds its server. A
/// client of one server knows them by the server's own ids.
final class TaskNames {
    private static final String BETWEEN = "__";
    private static final String ID = "taskId";

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
        return prefix.isEmpty() || !params.has(ID) ? notification : notification.withParams(shown(params));
    }

    private JsonObject shown(JsonObject json) {
        JsonObject named = json.string(ID).map(id -> json.with(ID, prefix + id)).orElse(json);
        return named.object("task")
                .flatMap(task -> task.string(ID).map(id -> named.with("task", task.with(ID, prefix + id))))
                .orElse(named);
    }
}
