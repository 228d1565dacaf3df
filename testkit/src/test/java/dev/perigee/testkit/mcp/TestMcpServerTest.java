package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TestMcpServerTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{}}}";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aForeignOriginIsRefused() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.LEGACY, 0)) {
            assertThat(post(server, INITIALIZE, "Origin", "http://evil.example.com")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(server, INITIALIZE, "Origin", "http://localhost:1").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSessionEndsWhenItIsDeleted() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.LEGACY, 0)) {
            String session = session(server);
            String list = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
            assertThat(post(server, list, "Mcp-Session-Id", session).body())
                    .startsWith("id: stream-1_0\n")
                    .contains("test_simple_text");
            HttpRequest delete = HttpRequest.newBuilder(server.url())
                    .header("Mcp-Session-Id", session)
                    .DELETE()
                    .build();
            assertThat(client.send(delete, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            assertThat(post(server, list, "Mcp-Session-Id", session).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aStreamThatWasCutIsResumedWithItsLastEvent() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.LEGACY, 0)) {
            String session = session(server);
            String call = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"test_reconnection\"}}";
            assertThat(post(server, call, "Mcp-Session-Id", session).body()).doesNotContain("result");
            assertThat(resume(server, session, "stream-1_0").body()).contains("Reconnection test completed");
            assertThat(resume(server, session, "stream-1").statusCode()).isEqualTo(404);
            assertThat(resume(server, session, "stream-2_0").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void refusalsOfTheModernEraHaveAStatus() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.MODERN, 0)) {
            assertThat(modern(server, "no/method", "").statusCode()).isEqualTo(404);
            assertThat(modern(server, "tools/list", "").statusCode()).isEqualTo(400);
            assertThat(modern(server, "tools/list", META).statusCode()).isEqualTo(200);
            assertThat(post(server, "no JSON", "Mcp-Method", "tools/list").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aModernCallWhoseClientHasGoneIsCancelledAndNoOtherWithItsId() throws Exception {
        try (TestMcpServer server = TestMcpServer.http(Era.MODERN, 0)) {
            HttpRequest slow = modernRequest(
                    server,
                    "tools/call",
                    "\"name\":\"slow_compute\",\"arguments\":{\"seconds\":60}," + META,
                    "slow_compute");
            try (InputStream response =
                    client.send(slow, BodyHandlers.ofInputStream()).body()) {
                assertThat(response.read()).isEqualTo(':');
            }
            HttpRequest count = modernRequest(
                    server, "tools/call", "\"name\":\"test_cancelled_calls\"," + META, "test_cancelled_calls");
            String counted = "";
            for (int i = 0; i < 100_000 && !counted.contains("\"text\":\"1\""); i++) {
                counted = client.send(count, BodyHandlers.ofString()).body();
            }
            assertThat(counted).contains("\"text\":\"1\"");
        }
    }

    private HttpResponse<String> resume(TestMcpServer server, String session, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest resume = HttpRequest.newBuilder(server.url())
                .headers("Mcp-Session-Id", session, "Last-Event-ID", lastEventId)
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(resume, BodyHandlers.ofString());
    }

    private String session(TestMcpServer server) throws IOException, InterruptedException {
        return post(server, INITIALIZE, "Accept", "application/json")
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private HttpResponse<String> modern(TestMcpServer server, String method, String params)
            throws IOException, InterruptedException {
        return client.send(modernRequest(server, method, params, "none"), BodyHandlers.ofString());
    }

    private static HttpRequest modernRequest(TestMcpServer server, String method, String params, String name) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
        return HttpRequest.newBuilder(server.url())
                .headers("Mcp-Method", method, "Mcp-Name", name, "MCP-Protocol-Version", "2026-07-28")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> post(TestMcpServer server, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.url())
                .headers(headers)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
