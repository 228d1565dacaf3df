package dev.perigee.bench.peer;

import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A script under `bench/src/main/node` that measures a peer which is a Node library; its answer is the JSON object
/// that it prints.
record NodeScript(Path root, String script) {
    /// Empty, or why it cannot run here.
    Optional<Peer.Start.Missing> missing() {
        if (Programs.find("node").isEmpty()) {
            return Optional.of(Programs.missing("node"));
        }
        return Files.isDirectory(libraries())
                ? Optional.empty()
                : Optional.of(Programs.missing("a library in " + libraries()));
    }

    /// Runs it to its end with a JSON object of settings and reads its answer as a `type`.
    <T> T run(Path data, Map<String, Object> settings, Class<T> type, Duration max) throws IOException {
        String node = Programs.find("node").map(Path::toString).orElse("node");
        Path file = root.resolve("bench/src/main/node").resolve(script).toAbsolutePath();
        try (PeerProcess process = PeerProcess.start(
                data,
                Map.of("PEER_LIBRARIES", libraries().toString(), "NO_LOG_SUCCESS", "1"),
                List.of(node, file.toString(), Json.WIRE.text(settings)))) {
            process.awaitEnd(max);
            String answer = process.output().stream()
                    .filter(line -> line.startsWith("{"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(script + " printed no JSON object"));
            return Json.WIRE.read(answer, type);
        }
    }

    private Path libraries() {
        return root.resolve("bench/target/peers").toAbsolutePath();
    }
}
