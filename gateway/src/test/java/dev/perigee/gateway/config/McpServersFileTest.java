package dev.perigee.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.gateway.config.UpstreamConfig.Transport;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.http.proxy.Proxies;
import dev.perigee.process.ResourceLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"command\":\"x\",\"env\":{\"KEY\":\"${input:key}\"}}|env.KEY of server a is ${input:key}",
                "{\"command\":\"x\",\"args\":[\"-k\",\"${input:key}\"]}|args[1] of server a is ${input:key}",
                "{\"command\":\"${input:key}\"}|command of server a is ${input:key}",
                "{\"url\":\"https://h/${input:key}/mcp\"}|url of server a is ${input:key}",
                "{\"url\":\"https://${input:key}.example\"}|url of server a is ${input:key}",
                "{\"url\":\"https://h\",\"headers\":{\"K\":\"${input:key}\"}}|headers.K of server a is ${input:key}",
            })
    void whatAnEditorWouldAskForIsMissingAtThatServerOnly(String entry, String missing) {
        List<UpstreamConfig> servers = parse("{\"mcpServers\": {\"a\": " + entry + ", \"b\": {\"command\": \"y\"}}}");

        assertThat(servers.getFirst().options().missing()).startsWith(missing);
        assertThat(servers.getLast().options().missing()).isNull();
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
                "{\"mcpServers\":{\"a\":1}}|server a: expected an object",
                "{\"mcpServers\":{\"a\":{\"command\":[]}}}|command of server a: expected a string",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[{}]}}}|args[0] of server a: expected a string",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":[]}}}|env of server a: expected an object",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"resources\":{\"cpus\":0}}}}|resources.cpus of server a \"0\": expected a number from 0.01 to",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"resources\":{\"memory\":\"1 pound\"}}}}|resources.memory of server a \"1 pound\": expected a size from 1MB",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"resources\":{\"memory\":\"16777217TB\"}}}}|resources.memory of server a \"16777217TB\": expected a size from 1MB",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"resources\":{\"cpu\":1}}}}|field of resources of server a \"cpu\": expected cpus, memory, processes",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"requestLog\":\"yes\"}}}|requestLog of server a: expected true or false",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"timeout\":\"500ms\"}}}|timeout of server a \"500ms\": expected 1s to 1d",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"protocol\":\"2020\"}}}|protocol of server a \"2020\": expected auto, or one of 2024-11-05",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"urls\":[\"http://i\"]}}}|urls of server a \"1 URLs\": expected either url or urls",
                "{\"mcpServers\":{\"a\":{\"urls\":[\"http://h\",\"http://h\"]}}}|urls of server a \"2\": expected 1 to 64 URLs, each once",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"caFile\":\"/no/ca\"}}}|caFile of server a \"/no/ca\": expected a PEM file",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"healthCheck\":30}}}|healthCheck of server a \"30\": expected a whole number and a unit",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"healthCheck\":\"1ms\"}}}|healthCheck of server a \"1ms\": expected 1s to 1h",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"limits\":{\"connections\":0}}}}|limits.connections of server a \"0\": expected a whole number from 1",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"proxy\":\"socks5://u:pw@p\"}}}|proxy of server a: proxy socks5://***@p: expected http://host:port",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://u:pw@h\"}}}|expected credentials in headers",
                "{\"mcpServers\":{\"a\":{\"url\":\"http://h\",\"headers\":{\"K\":\"a\\nb\"}}}}|headers of server a: K: expected a value without control characters",
            })
    void whatIsWrongIsNamed(String json, String why) {
        assertThatExceptionOfType(BadServers.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.problems()).hasSize(1));
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThatExceptionOfType(BadServers.class)
                .isThrownBy(() -> parse("""
                        {"mcpServers": {
                          "a": {"command": ["x"], "args": ["ok", {}, []], "env": {"K": {}, "L": "${NOT_SET}"}, "cwd": 1,
                            "resources": {"cpus": 0, "memory": "x", "cores": 2}, "requestLog": 1, "timeout": "soon"},
                          "b b": {"command": "x"},
                          "c": {"urls": ["ftp://h", "https://h", "https://u:s3cret@h"], "type": "ws", "protocol": "1",
                            "headers": {"K": "s3cret\\n"}, "caFile": "/no/ca", "limits": {"streams": 0}},
                          "d": "x",
                          "e": {"url": "https://h", "urls": ["https://i"], "healthCheck": "1ms", "proxy": "socks5://p"},
                          "f": {"command": "x", "disabled": "yes"},
                          "well": {"command": "x", "cwd": "/"}}}"""))
                .withMessageNotContaining("s3cret")
                .satisfies(e -> assertThat(e.problems())
                        .extracting(problem -> problem.replaceFirst(":? (\"|expected|is).*", ""))
                        .containsExactly(
                                "command of server a",
                                "args[1] of server a",
                                "args[2] of server a",
                                "env.K of server a",
                                "env.L of server a",
                                "field of resources of server a",
                                "resources.cpus of server a",
                                "resources.memory of server a",
                                "requestLog of server a",
                                "timeout of server a",
                                "server name",
                                "type of server c",
                                "url of server c",
                                "url of server c",
                                "headers of server c: K",
                                "caFile of server c",
                                "limits.streams of server c",
                                "protocol of server c",
                                "server d",
                                "urls of server e",
                                "proxy of server e: proxy socks5://p",
                                "healthCheck of server e",
                                "disabled of server f"));
    }

    @Test
    void noMoreIsNamedThanCanBeRead() {
        StringBuilder entries = new StringBuilder("{\"mcpServers\": {\"a\": {}");
        for (int i = 1; i < 60; i++) {
            entries.append(",\"a").append(i).append("\": {}");
        }
        assertThatExceptionOfType(BadServers.class)
                .isThrownBy(() -> parse(entries.append("}}").toString()))
                .satisfies(e -> assertThat(e.problems())
                        .hasSize(BadServers.PROBLEMS_MAX + 1)
                        .last()
                        .isEqualTo("and 10 more mistakes"));
    }

    @Test
    void whatOnlyPerigeeKnowsIsRead(@TempDir Path dir) throws IOException {
        Path ca = Files.writeString(dir.resolve("ca.pem"), "");
        List<UpstreamConfig> servers = parse("""
                {"mcpServers": {
                  "far": {"urls": ["https://a/mcp", "https://b/mcp"], "query": {"key": "q"}, "caFile": "%s",
                    "proxy": "http://p:1", "noProxy": ["b"], "healthCheck": "30s", "http2PriorKnowledge": true,
                    "limits": {"connections": 8, "connect": "2s", "message": "1MB"}, "protocol": "2026-07-28"},
                  "near": {"command": "x", "resources": {"cpus": 0.5, "memory": "1GB", "processes": 3},
                    "requestLog": false, "timeout": "2m", "protocol": "auto"}}}""".formatted(ca));

        UpstreamConfig.Http far = (UpstreamConfig.Http) servers.getFirst();
        assertThat(far.urls()).extracting(URI::toString).containsExactly("https://a/mcp", "https://b/mcp");
        assertThat(far.query()).isEqualTo(Map.of("key", "q"));
        assertThat(far.way().authorities()).isEqualTo(ca);
        assertThat(far.way().proxies()).isEqualTo(Proxies.of("http://p:1", "http://p:1", "b"));
        assertThat(far.way().checkedEvery()).contains(Duration.ofSeconds(30));
        assertThat(far.way().priorKnowledge()).isTrue();
        assertThat(far.way().limits().connectionsMax()).isEqualTo(8);
        assertThat(far.way().limits().connectMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(far.way().limits().messageMaxBytes()).isEqualTo(1 << 20);
        assertThat(far.options().protocol()).isEqualTo(ProtocolVersion.V2026_07_28);
        UpstreamConfig.Stdio near = (UpstreamConfig.Stdio) servers.getLast();
        assertThat(near.resources()).isEqualTo(new ResourceLimits(0.5, 1L << 30, 3));
        assertThat(near.options()).isEqualTo(new UpstreamConfig.Options(false, Duration.ofMinutes(2), null, null));
    }

    @Test
    void anEntryMaySayWhoseTheServerIs() {
        UpstreamConfig.Options options = parse("""
                {"mcpServers": {"a": {"command": "x", "serverId": "srv-1", "installation": "inst-1",
                  "installationName": "Files of blue", "team": "blue", "user": "secret:ada"}}}""").getFirst().options();
        assertThat(options.owner()).isEqualTo(new Owner("srv-1", "inst-1", "Files of blue", "blue", "secret:ada"));
        assertThat(options.missing()).isNull();
    }

    @Test
    void whoseAServerIsMustBeSaidInAFewWords() {
        assertThatExceptionOfType(BadServers.class)
                .isThrownBy(() -> parse("""
                        {"mcpServers": {"a": {"command": "x", "team": "no team", "installation": 7}}}"""))
                .withMessageContaining("team of server a \"no team\": expected 1 to 63")
                .withMessageContaining("installation of server a: expected a string");
    }

    @Test
    void otherToolsNamesOfTheSameAndTheirNumbersForTimeoutsAreTaken() {
        assertThat(parse("""
                {"servers": {"w": {"serverUrl": "https://w/mcp", "timeout": 60}, "g": {"httpUrl": "https://g/mcp"},
                  "e": {"command": "x", "env": {"N": 1, "ON": true, "OFF": null}, "envFile": ".env"}}}"""))
                .containsExactly(
                        new UpstreamConfig.Stdio(
                                new ServerName("e"), "x", List.of(), Map.of("N", "1", "ON", "true"), null),
                        new UpstreamConfig.Http(
                                new ServerName("g"), URI.create("https://g/mcp"), Map.of(), Transport.STREAMABLE),
                        new UpstreamConfig.Http(
                                new ServerName("w"), URI.create("https://w/mcp"), Map.of(), Transport.STREAMABLE));
    }

    @Test
    void theSameTextGivesEqualServersAndAnotherSecretDoesNot() {
        String text = """
                {"mcpServers": {"a": {"url": "https://h/mcp", "headers": {"K": "${KEY}"}, "limits": {"streams": 5}}}}""";

        assertThat(parse(text, Map.of("KEY", "1"))).isEqualTo(parse(text, Map.of("KEY", "1")));
        assertThat(parse(text, Map.of("KEY", "1"))).isNotEqualTo(parse(text, Map.of("KEY", "2")));
        assertThat(ConfiguredSecrets.of(parse(text, Map.of("KEY", "a-long-one")).getFirst()))
                .containsExactly("a-long-one");
    }

    @Test
    void theProxiesOfTheEnvironmentHoldWhereTheEntryNamesNone() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://s:1", "http_proxy", "http://h:1", "NO_PROXY", "in.house");
        List<UpstreamConfig> servers = parse("""
                {"mcpServers": {"a": {"url": "https://h/"}, "b": {"url": "https://h/", "proxy": "none"},
                  "c": {"url": "https://h/", "noProxy": "x, y"}}}""", environment);

        assertThat(servers)
                .extracting(server -> ((UpstreamConfig.Http) server).way().proxies())
                .containsExactly(
                        Proxies.of("http://h:1", "http://s:1", "in.house,localhost,127.0.0.1,::1"),
                        Proxies.NONE,
                        Proxies.of("http://h:1", "http://s:1", "x,y,localhost,127.0.0.1,::1"));
        assertThatExceptionOfType(BadServers.class)
                .isThrownBy(() -> parse(
                        "{\"mcpServers\":{\"a\":{\"url\":\"https://h/\"}}}",
                        Map.of("HTTPS_PROXY", "http://u:s3cret@[")))
                .withMessageContaining("HTTPS_PROXY or HTTP_PROXY of the environment, for server a")
                .withMessageNotContaining("s3cret");
    }

    private static List<UpstreamConfig> parse(String json, Map<String, String> environment) {
        return McpServersFile.parse(json.getBytes(StandardCharsets.UTF_8), environment)
                .servers();
    }

    private static List<UpstreamConfig> parse(String json) {
        return parse(json, Map.of());
    }
}
