package dev.perigee.bench;

import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.McpUpstream;
import dev.perigee.bench.mcp.Target;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The server that all gateways of a run stand before: over HTTP already running, over stdio as a command to run.
record EchoServers(Era era, ReadyProcess http) implements AutoCloseable {
    /// The names under which a gateway has them.
    static final String HTTP = "fast";

    static final String STDIO = "fastio";

    static EchoServers start(Era era, Path data) throws IOException {
        return new EchoServers(era, ReadyProcess.start(command("http", era), "url", data.resolve("upstream.log")));
    }

    URI url() {
        return http.url();
    }

    List<String> stdio() {
        return command("stdio", era);
    }

    Target direct() {
        return Target.direct(url(), era);
    }

    /// `perigee up` before both.
    ReadyProcess perigee(Path root, Path data) throws IOException {
        Path servers = data.resolve("mcp-servers.json");
        List<String> program = stdio();
        Files.write(
                servers,
                Json.WIRE.bytes(Map.of(
                        "mcpServers",
                        Map.of(
                                HTTP,
                                Map.of("type", "http", "url", url().toString()),
                                STDIO,
                                Map.of(
                                        "command",
                                        program.getFirst(),
                                        "args",
                                        program.subList(1, program.size()),
                                        // The other gateways limit nothing.
                                        "resources",
                                        Map.of("cpus", 2))))));
        return ReadyProcess.start(
                List.of(
                        root.resolve("dist/bin/perigee").toAbsolutePath().toString(),
                        "up",
                        "--port",
                        "0",
                        "--mcp-port",
                        "0",
                        "--data",
                        Files.createDirectories(data.resolve("data"))
                                .toAbsolutePath()
                                .toString(),
                        "--mcp",
                        servers.toAbsolutePath().toString()),
                "mcp",
                data.resolve("perigee.log"));
    }

    @Override
    public void close() {
        http.close();
    }

    private static List<String> command(String transport, Era era) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                McpUpstream.class.getName(),
                transport,
                era.name());
    }
}
