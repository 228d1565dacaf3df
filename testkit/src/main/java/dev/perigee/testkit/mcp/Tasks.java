package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Behaviour;
import dev.perigee.testkit.mcp.offer.Call;
import dev.perigee.testkit.mcp.offer.Client;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// The tasks of a modern server, of which the oldest are forgotten when there are too many. Guarded by itself.
final class Tasks {
    static final List<String> METHODS = List.of("tasks/get", "tasks/update", "tasks/cancel");

    private static final int TASKS_MAX = 1000;

    private final LinkedHashMap<String, Task> tasks = new LinkedHashMap<>();
    private final Surroundings surroundings;

    Tasks(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Starts the work and answers with the task.
    synchronized ObjectNode start(Behaviour work, Call call) {
        String id = surroundings.ids().get();
        Task task = new Task(id, surroundings.clock(), work, new Call(call.params(), call.client()));
        tasks.put(id, task);
        if (tasks.size() > TASKS_MAX) {
            Objects.requireNonNull(tasks.pollFirstEntry()).getValue().cancel();
        }
        ObjectNode created = task.head().put("resultType", "task");
        task.start();
        return created;
    }

    /// One of `METHODS`.
    ObjectNode answer(String method, ObjectNode params, Client client) {
        client.requireTasks();
        Task task = find(params.path("taskId").asString(""));
        if (method.equals("tasks/get")) {
            return task.look();
        }
        if (method.equals("tasks/cancel")) {
            task.cancel();
        } else {
            task.update(Json.member(params, "inputResponses"));
        }
        return Json.object();
    }

    synchronized void cancelAll() {
        tasks.values().forEach(Task::cancel);
    }

    private synchronized Task find(String id) {
        Task task = tasks.get(id);
        if (task == null) {
            throw new Refusal(Refusal.INVALID_PARAMS, "Unknown task: " + id);
        }
        return task;
    }
}
