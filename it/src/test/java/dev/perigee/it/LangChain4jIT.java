package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.perigee.testkit.mcp.Era;
import dev.perigee.testkit.mcp.StdioCommand;
import dev.perigee.testkit.mcp.TestMcpServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// LangChain4j as a client of the running binary, as an AI application in Java has it.
final class LangChain4jIT {
    private static final Duration MAX = Duration.ofSeconds(30);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path data;

    @Test
    void itListsAndCallsToolsReadsResourcesAndGetsPrompts() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.LEGACY, 0)) {
            URI door = GatewayUp.start(
                    processes,
                    data,
                    Map.of(
                            "program", GatewayUp.program(StdioCommand.of(Era.LEGACY)),
                            "web", GatewayUp.at(server.url())));
            McpClient client = client(door);
            try {
                assertThat(client.listTools())
                        .extracting(ToolSpecification::name)
                        .contains("program__greet", "web__greet");
                for (String name : new String[] {"program__greet", "web__greet"}) {
                    assertThat(client.executeTool(ToolExecutionRequest.builder()
                                            .name(name)
                                            .arguments("{\"name\":\"Kepler\"}")
                                            .build())
                                    .resultText())
                            .isEqualTo("Hello, Kepler!");
                }
                assertThat(client.listResources()).isNotEmpty();
                assertThat(client.readResource("test://static-text").contents()).isNotEmpty();
                assertThat(client.getPrompt("web__test_simple_prompt", Map.of()).messages())
                        .isNotEmpty();
                client.checkHealth();
            } finally {
                client.close();
            }
        }
    }

    private static McpClient client(URI door) {
        return new DefaultMcpClient.Builder()
                .transport(new StreamableHttpMcpTransport.Builder()
                        .url(door.toString())
                        .timeout(MAX)
                        .build())
                .initializationTimeout(MAX)
                .toolExecutionTimeout(MAX)
                .build();
    }
}
