package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.testkit.mcp.Era;
import dev.perigee.testkit.mcp.StdioCommand;
import dev.perigee.testkit.mcp.TestMcpServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The makers' SDK for Java as a client of the running binary.
final class JavaSdkIT {
    private static final Duration MAX = Duration.ofSeconds(30);

    @RegisterExtension
    static final Processes processes = Processes.untilClassEnds();

    @TempDir
    static Path data;

    private static TestMcpServer server;
    private static URI door;

    @BeforeAll
    static void open() throws Exception {
        server = TestMcpServer.http(Era.LEGACY, 0);
        door = GatewayUp.start(
                processes,
                data,
                Map.of(
                        "program", GatewayUp.program(StdioCommand.of(Era.LEGACY)),
                        "web", GatewayUp.at(server.url())));
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/program", "/web"})
    void itListsCallsReadsAndHearsOfProgress(String place) throws InterruptedException {
        BlockingQueue<Double> progress = new LinkedBlockingQueue<>();
        try (McpSyncClient client = client(place)
                .progressConsumer(told -> progress.add(told.progress()))
                .build()) {
            client.initialize();
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .contains("greet");
            assertThat(call(client, "greet", Map.of("name", "Kepler"))).isEqualTo("Hello, Kepler!");
            assertThat(client.readResource(McpSchema.ReadResourceRequest.builder("test://static-text")
                                    .build())
                            .contents())
                    .hasSize(1);
            assertThat(client.listResourceTemplates().resourceTemplates()).hasSize(1);
            assertThat(client.getPrompt(McpSchema.GetPromptRequest.builder("test_prompt_with_arguments")
                                    .arguments(Map.of("arg1", "a", "arg2", "b"))
                                    .build())
                            .messages())
                    .isNotEmpty();
            client.callTool(McpSchema.CallToolRequest.builder("test_tool_with_progress")
                    .arguments(Map.of())
                    .progressToken("mine")
                    .build());
            // The SDK tells its consumer of each in a thread of its own: in any order, and maybe after the result.
            List<Double> heard = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                heard.add(progress.poll(MAX.toSeconds(), TimeUnit.SECONDS));
            }
            assertThat(heard).containsExactlyInAnyOrder(0.0, 50.0, 100.0);
        }
    }

    /// Read without the SDK, which loses the order.
    @ParameterizedTest
    @ValueSource(strings = {"/program", "/web"})
    void theDoorTellsOfProgressInOrderAndBeforeTheResult(String place) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<JsonNode> messages = McpVisitor.greeting(http, URI.create(door + place), "{}")
                    .beginCall(1, "test_tool_with_progress", "")
                    .get(MAX.toSeconds(), TimeUnit.SECONDS);
            assertThat(messages)
                    .extracting(
                            message -> message.path("params").path("progress").asInt(-1))
                    .containsExactly(0, 50, 100, -1);
            assertThat(messages.getLast().has("result"))
                    .as("%s", messages.getLast())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/program", "/web"})
    void itAnswersWhatAServerAsks(String place) {
        try (McpSyncClient client = client(place)
                .capabilities(McpSchema.ClientCapabilities.builder()
                        .sampling()
                        .elicitation()
                        .build())
                .sampling(_ -> McpSchema.CreateMessageResult.builder(
                                McpSchema.Role.ASSISTANT, "sampled by the SDK", "a-model")
                        .build())
                .elicitation(_ -> new McpSchema.ElicitResult(
                        McpSchema.ElicitResult.Action.ACCEPT, Map.of("username", "kepler", "email", "k@example.org")))
                .build()) {
            client.initialize();
            assertThat(call(client, "test_sampling", Map.of("prompt", "hello"))).contains("sampled by the SDK");
            assertThat(call(client, "test_elicitation", Map.of("message", "who?")))
                    .contains("kepler");
        }
    }

    @Test
    void itCallsToolsOfAllServersByTheirPublicNames() {
        try (McpSyncClient client = client("").build()) {
            client.initialize();
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .contains("program__greet", "web__greet");
            assertThat(call(client, "program__greet", Map.of("name", "one"))).isEqualTo("Hello, one!");
            assertThat(call(client, "web__greet", Map.of("name", "two"))).isEqualTo("Hello, two!");
            assertThatThrownBy(() -> call(client, "web__nothing", Map.of())).hasMessageContaining("web__nothing");
        }
    }

    private static McpClient.SyncSpec client(String place) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder("http://" + door.getAuthority())
                        .endpoint(door.getPath() + place)
                        .build())
                .requestTimeout(MAX)
                .initializationTimeout(MAX);
    }

    private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        List<McpSchema.Content> content = client.callTool(McpSchema.CallToolRequest.builder(tool)
                        .arguments(arguments)
                        .build())
                .content();
        return content.getFirst() instanceof McpSchema.TextContent text ? text.text() : content.toString();
    }
}
