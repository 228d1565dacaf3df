package dev.perigee.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.gateway.config.UpstreamConfig.Transport;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpServersFileTest {
    @Test
    void whatOtherToolsWriteIsRead() {
        assertThat(parse("""
                {"mcpServers": {
                  "files": {"command": "npx", "args": ["-y", "server-files", "/tmp"], "env": {"A": "1"}, "autoApprove": []},
                  "far": {"type": "http", "url": "https://example.org/mcp?key=1", "headers": {"X-Key": "secret"}},
                  "old": {"type": "sse", "url": "http://127.0.0.1:1/sse"},
                  "off": {"command": "no", "disabled": true}}}"""))
                .containsExactly(
                        new UpstreamConfig.Http(
                                new ServerName("far"),
                                URI.create("https://example.org/mcp?key=1"),
                                Map.of("X-Key", "secret"),
                                Transport.STREAMABLE),
                        new UpstreamConfig.Stdio(
                                new ServerName("files"),
                                "npx",
                                List.of("-y", "server-files", "/tmp"),
                                Map.of("A", "1"),
                                null),
                        new UpstreamConfig.Http(
                                new ServerName("old"), URI.create("http://127.0.0.1:1/sse"), Map.of(), Transport.SSE));
    }

    @Test
    void secretsAreNotPrinted() {
        List<UpstreamConfig> servers = parse("""
                {"mcpServers": {"a": {"command": "x", "args": ["--token=hidden"], "env": {"KEY": "hidden"}},
                  "b": {"url": "https://h/mcp?key=hidden", "headers": {"Authorization": "hidden"}}}}""");

        assertThat(servers).allSatisfy(server -> assertThat(server.toString()).doesNotContain("hidden"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|mcpServers is missing",
                "{\"mcpServers\":{\"a\":{}}}|server a: expected either a command or a url",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"url\":\"http://h\"}}}|either a command or a url",
                "{\"mcpServers\":{\"a\":{\"type\":\"ws\",\"url\":\"http://h\"}}}|type of server a \"ws\"",
                "{\"mcpServers\":{\"a\":{\"url\":\"ftp://h\"}}}|url of server a \"ftp://h\"",
                "{\"mcpServers\":{\"a b\":{\"command\":\"x\"}}}|server name \"a b\"",
                "{\"mcpServers\":[]}|mcpServers",
                "{|not JSON",
            })
    void whatIsWrongIsNamed(String json, String why) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> parse(json)).withMessageContaining(why);
    }

    private static List<UpstreamConfig> parse(String json) {
        return McpServersFile.parse(json.getBytes(StandardCharsets.UTF_8)).servers();
    }
}
