package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.policy.NameFilter;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.MemoryServer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PolicyAtTheDoorTest {
    private static final String TOOLS = "{\"tools\":[{\"name\":\"read\"},{\"name\":\"delete\"}]}";

    private final OpenDoor door = OpenDoor.before(DoorLimits.DEFAULT)
            .put(
                    "files",
                    new MemoryServer("{\"tools\":{}}").on("tools/list", TOOLS).on("tools/call", "{\"done\":1}"));

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aToolThatIsNotAllowedIsNeitherListedNorCalledByAClientThatWasHereBefore() {
        Visitor visitor = door.greeted("/mcp", "{}");
        assertThat(names(visitor.call(1, "tools/list", "{}"))).containsExactly("files__read", "files__delete");

        denyDelete();

        assertThat(names(visitor.call(2, "tools/list", "{}"))).containsExactly("files__read");
        assertThat(problem(visitor.call(3, "tools/call", "{\"name\":\"files__delete\"}")))
                .contains("files__delete", "not allowed", "policy");
        assertThat(visitor.call(4, "tools/call", "{\"name\":\"files__read\"}").object("result"))
                .isPresent();

        door.restrict(GatewayPolicy.NONE);
        assertThat(visitor.call(5, "tools/call", "{\"name\":\"files__delete\"}").object("result"))
                .isPresent();
    }

    @Test
    void aServerByItselfListsWhatIsAllowedUnderItsOwnNames() {
        Visitor visitor = door.greeted("/mcp/files", "{}");
        assertThat(names(visitor.call(1, "tools/list", "{}"))).containsExactly("read", "delete");

        denyDelete();

        assertThat(names(visitor.call(2, "tools/list", "{}"))).containsExactly("read");
        assertThat(problem(visitor.call(3, "tools/call", "{\"name\":\"delete\"}")))
                .contains("\"delete\"", "policy");
        assertThat(visitor.call(4, "tools/call", "{\"name\":\"read\"}").object("result"))
                .isPresent();
    }

    @Test
    void clientsWithoutASessionAreHeldToItToo() {
        denyDelete();
        assertThat(door.stateless("/mcp/files").result("tools/list", "{}").objects("tools"))
                .extracting(tool -> tool.string("name").orElse("?"))
                .containsExactly("read");
        assertThat(door.stateless("/mcp/files")
                        .call("tools/call", "{\"name\":\"delete\"}")
                        .toString())
                .contains("not allowed");
    }

    @Test
    void aCallBeyondThoseThatMayBeUnderWayIsRefusedAndTheNextOneIsServed() throws Exception {
        BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
        door.put(
                "slow",
                new MemoryServer("{\"tools\":{}}")
                        .on(
                                "tools/call",
                                (talk, request) ->
                                        held.add(() -> talk.answer(request, JsonObject.of("{\"done\":2}")))));
        door.restrict(new GatewayPolicy(
                NameFilter.ALL, NameFilter.ALL, true, new GatewayPolicy.Limits(null, null, null, null, 1)));
        Visitor first = door.greeted("/mcp/slow", "{}");
        Visitor second = door.greeted("/mcp/slow", "{}");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonObject> served = clients.submit(() -> first.call(1, "tools/call", "{\"name\":\"work\"}"));
            Runnable answer = held.take();
            assertThat(problem(second.call(2, "tools/call", "{\"name\":\"work\"}")))
                    .contains("slow", "1 calls are under way", "gateway.callsMax");
            answer.run();
            assertThat(served.get().object("result")).isPresent();
            Future<JsonObject> next = clients.submit(() -> second.call(3, "tools/call", "{\"name\":\"work\"}"));
            held.take().run();
            assertThat(next.get().object("result")).isPresent();
        }
    }

    private void denyDelete() {
        door.restrict(new GatewayPolicy(
                NameFilter.ALL,
                new NameFilter(List.of("files__*"), List.of("*__delete")),
                true,
                GatewayPolicy.Limits.OWN));
    }

    private static List<String> names(JsonObject answer) {
        return answer.object("result").orElseThrow().objects("tools").stream()
                .map(tool -> tool.string("name").orElse("?"))
                .toList();
    }

    private static String problem(JsonObject answer) {
        return answer.object("error").orElseThrow().string("message").orElseThrow();
    }
}
