package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.MemoryServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksAtTheDoorTest {
    private static final String TASKS = "{\"tools\":{},\"tasks\":{\"list\":{}}}";

    private final MemoryServer notes = new MemoryServer(TASKS);
    private final MemoryServer files = new MemoryServer(TASKS);
    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT);

    @BeforeEach
    void open() {
        door.put("notes", notes).put("files", files);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theTasksOfAllServersAreOneListInTheOrderOfTheirNames() {
        notes.on("tasks/list", "{\"tasks\":[{\"taskId\":\"1\",\"status\":\"working\"}]}");
        files.on("tasks/list", "{\"tasks\":[{\"taskId\":\"2\"},{\"taskId\":\"1\"}]}");
        Visitor visitor = new Visitor(door.http(), door.at("/mcp"));

        assertThat(visitor.greet("{}").object("capabilities").orElseThrow().object("tasks"))
                .isPresent();
        assertThat(visitor.call(1, "tasks/list", "{}"))
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tasks\":[{\"taskId\":\"files__2\"},"
                        + "{\"taskId\":\"files__1\"},{\"taskId\":\"notes__1\",\"status\":\"working\"}]}}");
        assertThat(door.ended())
                .extracting(turn -> turn.server() + " " + turn.request().method())
                .containsExactlyInAnyOrder("files tasks/list", "notes tasks/list");
    }

    @Test
    void theCursorLeadsToTheNextPageOfTheServersThatHaveOne() {
        notes.on("tasks/list", "{\"tasks\":[{\"taskId\":\"only\"}]}");
        files.on(
                "tasks/list",
                (talk, request) -> talk.answer(
                        request,
                        JsonObject.of(
                                request.params().string("cursor").isEmpty()
                                        ? "{\"tasks\":[{\"taskId\":\"1\"}],\"nextCursor\":\"behind 1\"}"
                                        : "{\"tasks\":[{\"taskId\":\""
                                                + request.params()
                                                        .string("cursor")
                                                        .orElseThrow() + "\"}]}")));
        Visitor visitor = door.greeted("/mcp", "{}");

        JsonObject first = visitor.call(1, "tasks/list", "{}").object("result").orElseThrow();
        JsonObject last = visitor.call(
                        2,
                        "tasks/list",
                        "{\"cursor\":\"" + first.string("nextCursor").orElseThrow() + "\"}")
                .object("result")
                .orElseThrow();

        assertThat(ids(first)).containsExactly("files__1", "notes__only");
        assertThat(ids(last)).containsExactly("files__behind 1");
        assertThat(last.has("nextCursor")).isFalse();
        assertThat(visitor.call(3, "tasks/list", "{\"cursor\":\"made up\"}")
                        .object("error")
                        .orElseThrow())
                .satisfies(error -> assertThat(error.integer("code")).hasValue(-32602))
                .satisfies(error -> assertThat(error.string("message"))
                        .contains("params.cursor: expected the nextCursor of the page before"));
    }

    @Test
    void aServerThatFailsHidesNobodyElsesTasksAndOneWithoutAnyIsNotAsked() {
        MemoryServer plain = new MemoryServer("{\"tools\":{}}");
        MemoryServer dying = new MemoryServer(TASKS).on("tasks/list", (talk, _) -> talk.die());
        door.put("dying", dying).put("plain", plain);
        notes.on("tasks/list", "{\"tasks\":[{\"taskId\":\"1\"}]}");
        Visitor visitor = door.greeted("/mcp", "{}");

        JsonObject result = visitor.call(1, "tasks/list", "{}").object("result").orElseThrow();

        assertThat(ids(result)).containsExactly("notes__1");
        assertThat(plain.talks())
                .allSatisfy(talk -> assertThat(talk.requests("tasks/list")).isEmpty());
    }

    @Test
    void whatIsSaidOfATaskNamesItAsTheClientKnowsIt() throws Exception {
        String related = "{\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"%s\"}}}";
        files.on("tasks/result", related.formatted("1"));
        Visitor visitor = door.greeted("/mcp", "{}");
        var stream = door.http().sendAsync(visitor.request().GET().build(), HttpResponse.BodyHandlers.ofLines());

        JsonObject result = visitor.call(1, "tasks/result", "{\"taskId\":\"files__1\"}")
                .object("result")
                .orElseThrow();
        files.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of(
                        "notifications/tasks/status", JsonObject.of("{\"taskId\":\"1\",\"status\":\"completed\"}")));

        assertThat(result).hasToString(related.formatted("files__1"));
        assertThat(stream.get()
                        .body()
                        .filter(line -> line.contains("tasks/status"))
                        .findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("\"taskId\":\"files__1\""));
    }

    private static List<String> ids(JsonObject list) {
        return list.objects("tasks").stream()
                .map(task -> task.string("taskId").orElse("?"))
                .toList();
    }
}
