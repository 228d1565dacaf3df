package dev.perigee.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// `perigee up --mcp` before servers, each under its name.
final class GatewayUp {
    private GatewayUp() {}

    /// A server that is a program, with more of the processor than it gets by default, in which a JVM starts slowly.
    static Map<String, Object> program(List<String> command) {
        return Map.of(
                "command",
                command.getFirst(),
                "args",
                command.subList(1, command.size()),
                "resources",
                Map.of("cpus", 2));
    }

    static Map<String, Object> at(URI url) {
        return Map.of("type", "http", "url", url.toString());
    }

    /// Starts it with its files in `data`; returns where its clients come in.
    static URI start(Processes processes, Path data, Map<String, Object> servers) throws Exception {
        Path file = file(data, servers);
        return McpDoor.of(processes
                .start("up", "--port", "0", "--data", data.resolve("data").toString(), "--mcp", file.toString())
                .awaitReady());
    }

    private static Path file(Path data, Map<String, Object> servers) throws IOException {
        return Files.write(
                data.resolve("servers.json"), JsonMapper.shared().writeValueAsBytes(Map.of("mcpServers", servers)));
    }
}
