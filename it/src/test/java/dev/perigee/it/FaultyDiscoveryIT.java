package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.fault.Discovery;
import dev.perigee.testkit.mcp.fault.FaultyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Servers that die or hang when they are asked for their tools: the list of all has the tools of the others, and a
/// call of those needs no list.
final class FaultyDiscoveryIT {
    private static final long LIST_MAX_SECONDS = 25;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path data;

    @Test
    void whatOthersOfferIsListedAndCalled() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                FaultyServer dying = FaultyServer.http(Discovery.DIES);
                FaultyServer hanging = FaultyServer.http(Discovery.HANGS)) {
            URI door = GatewayUp.start(
                    processes,
                    data,
                    Map.of(
                            "dying", GatewayUp.program(FaultyServer.stdio(Discovery.DIES)),
                            "dying-http", GatewayUp.at(dying.url()),
                            "hanging", GatewayUp.program(FaultyServer.stdio(Discovery.HANGS)),
                            "hanging-http", GatewayUp.at(hanging.url()),
                            "well", GatewayUp.program(FaultyServer.stdio(Discovery.ANSWERS))));
            McpVisitor visitor = McpVisitor.greeting(http, door, "{}");

            JsonNode listed = visitor.request(1, "tools/list", "{}")
                    .get(LIST_MAX_SECONDS, TimeUnit.SECONDS)
                    .getLast();

            List<String> names = listed.path("result")
                    .path("tools")
                    .valueStream()
                    .map(tool -> tool.path("name").asString())
                    .toList();
            assertThat(names).contains("well__echo").allMatch(name -> name.startsWith("well__"));
            JsonNode answer = visitor.call(2, "well__echo", "here");
            assertThat(answer.path("result")
                            .path("content")
                            .path(0)
                            .path("text")
                            .asString())
                    .isEqualTo("here");
        }
    }
}
