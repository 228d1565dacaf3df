package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.fault.Discovery;
import dev.perigee.testkit.mcp.fault.FaultyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Clients at the same moment, with the same ids and progress tokens, before the same servers: each sees what is its
/// own and nothing of the others.
final class ManyClientsIT {
    private static final int CLIENTS = 8;
    private static final int CALLS = 100;
    private static final int LISTS = 20;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path data;

    @Test
    void eachGetsItsOwnAnswersAndTheListThatIsMeantForIt() throws Exception {
        List<String> program = FaultyServer.stdio(Discovery.ANSWERS);
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                FaultyServer server = FaultyServer.http(Discovery.ANSWERS)) {
            URI door = GatewayUp.start(
                    processes, data, Map.of("program", GatewayUp.program(program), "web", GatewayUp.at(server.url())));
            List<Callable<Void>> lives = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "client " + i;
                boolean roots = i % 2 == 0;
                URI place = i % 4 < 2 ? door : URI.create(door + (roots ? "/web" : "/program"));
                lives.add(() -> live(http, place, name, roots));
            }
            for (Future<Void> life : clients.invokeAll(lives, 120, TimeUnit.SECONDS)) {
                life.get();
            }
        }
    }

    private static Void live(HttpClient http, URI place, String name, boolean roots) throws Exception {
        McpVisitor visitor = McpVisitor.greeting(http, place, roots ? "{\"roots\":{}}" : "{}");
        boolean all = place.getPath().equals("/mcp");
        String[] tools = all ? new String[] {"program__echo", "web__echo"} : new String[] {"echo"};
        for (int i = 1; i <= CALLS; i++) {
            String text = name + " says " + i;
            JsonNode answer = visitor.call(i, tools[i % tools.length], text);
            assertThat(answer.path("id").asInt()).isEqualTo(i);
            assertThat(answer.path("result")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asString())
                    .as("%s at %s: %s", name, place, answer)
                    .isEqualTo(text);
            if (i % (CALLS / LISTS) == 0) {
                assertLists(visitor, i, name, roots);
            }
        }
        return null;
    }

    private static void assertLists(McpVisitor visitor, int id, String name, boolean roots) throws Exception {
        List<String> listed = visitor.request(id, "tools/list", "{}")
                .get(30, TimeUnit.SECONDS)
                .getLast()
                .path("result")
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
        assertThat(listed).as(name).anyMatch(tool -> tool.endsWith("echo"));
        assertThat(listed.stream().anyMatch(tool -> tool.endsWith("for_roots")))
                .as("%s with roots %s is shown the tool for those who have them", name, roots)
                .isEqualTo(roots);
    }
}
