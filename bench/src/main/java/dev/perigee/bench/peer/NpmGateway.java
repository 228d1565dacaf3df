package dev.perigee.bench.peer;

import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.McpClients;
import dev.perigee.bench.mcp.Target;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// An MCP gateway that is a Node program, started as its readme says.
final class NpmGateway implements GatewayPeer {
    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final long RETRY_MILLIS = 100;

    private final String name;
    private final Program program;
    private final Arguments arguments;
    private final Target place;
    private final Closing opened = new Closing();
    private int port;

    /// The script that is run.
    private record Program(Path root, String script) {
        Path path() {
            return root.resolve("bench/target/peers/node_modules")
                    .resolve(script)
                    .toAbsolutePath();
        }
    }

    /// What it is started with, given its port and a directory of its own.
    @FunctionalInterface
    private interface Arguments {
        List<String> of(int port, Path data) throws IOException;
    }

    private NpmGateway(String name, Program program, Target place, Arguments arguments) {
        this.name = name;
        this.program = program;
        this.place = place;
        this.arguments = arguments;
    }

    /// Runs the server for all its clients.
    static NpmGateway mcpProxy(Path root, List<String> stdio, Era era) {
        return new NpmGateway("mcpProxyStdio", proxy(root), mcp(era), (port, _) -> proxyArguments(port, era, stdio));
    }

    /// Runs the server once for each session.
    static NpmGateway supergateway(Path root, List<String> stdio, Era era) {
        return new NpmGateway("supergatewayStdio", superGateway(root), mcp(era), (port, _) -> {
            List<String> words = new ArrayList<>(List.of("--stdio", String.join(" ", stdio), "--port", "" + port));
            words.addAll(List.of("--outputTransport", "streamableHttp", "--logLevel", "none"));
            if (era == Era.LEGACY) {
                words.add("--stateful");
            }
            return words;
        });
    }

    /// By its own interface, without the sessions of MCP.
    static NpmGateway mcpHub(Path root, List<String> stdio) {
        return hub(root, "mcpHubStdio", Map.of("command", stdio.getFirst(), "args", stdio.subList(1, stdio.size())));
    }

    static NpmGateway mcpHub(Path root, URI http) {
        return hub(root, "mcpHubHttp", Map.of("url", http.toString()));
    }

    /// mcp-proxy only runs programs: supergateway is the one that reaches a server over HTTP.
    static NpmGateway chain(Path root, URI http, Era era) {
        return new NpmGateway(
                "mcpProxySupergatewayHttp",
                proxy(root),
                mcp(era),
                (port, _) -> proxyArguments(
                        port,
                        era,
                        List.of(
                                node(),
                                superGateway(root).path().toString(),
                                "--streamableHttp",
                                http.toString(),
                                "--logLevel",
                                "none")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Start start(Path data) throws IOException {
        if (Programs.find("node").isEmpty()) {
            return Programs.missing("node");
        }
        Path script = program.path();
        if (!Files.isRegularFile(script)) {
            return Programs.missing(script.toString());
        }
        port = PeerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(node(), script.toString()));
        command.addAll(arguments.of(port, data));
        opened.add(PeerProcess.start(data, Map.of("XDG_STATE_HOME", data.toString()), command))
                .awaitPort(port);
        awaitAnswer();
        return new Start.Ready(false, "");
    }

    @Override
    public Target target() {
        return new Target(URI.create("http://127.0.0.1:" + port + place.url().getPath()), place.manner(), place.tool());
    }

    @Override
    public void close() {
        opened.close();
    }

    /// Some listen before they have reached their server.
    private void awaitAnswer() throws IOException {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (true) {
            try (McpClients one = McpClients.of(target(), 1)) {
                one.run(1, Duration.ofMillis(1));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + name, e);
            }
        }
    }

    private static NpmGateway hub(Path root, String name, Map<String, Object> server) {
        Target place = new Target(URI.create("http://127.0.0.1/api/servers/tools"), Target.Manner.HUB, "echo");
        return new NpmGateway(name, new Program(root, "mcp-hub/dist/cli.js"), place, (port, data) -> {
            Path config = data.resolve("servers.json");
            Files.write(config, Json.WIRE.bytes(Map.of("mcpServers", Map.of("fast", server))));
            return List.of("--port", "" + port, "--config", config.toString());
        });
    }

    private static Target mcp(Era era) {
        return Target.direct(URI.create("http://127.0.0.1/mcp"), era);
    }

    private static Program proxy(Path root) {
        return new Program(root, "mcp-proxy/dist/bin/mcp-proxy.mjs");
    }

    private static Program superGateway(Path root) {
        return new Program(root, "supergateway/dist/index.js");
    }

    private static List<String> proxyArguments(int port, Era era, List<String> server) {
        List<String> words = new ArrayList<>(List.of("--port", "" + port, "--server", "stream"));
        if (era == Era.MODERN) {
            words.addAll(List.of("--upstreamProtocol", "modern"));
        }
        words.add("--");
        words.addAll(server);
        return words;
    }

    private static String node() {
        return Programs.find("node").map(Path::toString).orElse("node");
    }
}
