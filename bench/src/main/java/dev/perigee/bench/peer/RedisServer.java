package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Redis that answers a write only when it is on disk.
record RedisServer(int port, PeerProcess process) implements AutoCloseable {
    static final String HOW = "appendfsync always";

    /// Starts it; empty when it is not installed.
    static Optional<RedisServer> start(Path data) throws IOException {
        Optional<Path> program = Programs.find("redis-server");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = PeerProcess.freePort();
        List<String> command = List.of(
                program.get().toString(),
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--daemonize",
                "no");
        return Optional.of(new RedisServer(port, PeerProcess.start(data, Map.of(), command)));
    }

    @Override
    public void close() {
        process.close();
    }
}
