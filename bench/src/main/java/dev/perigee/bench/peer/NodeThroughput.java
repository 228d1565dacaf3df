package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What a script answers that measured sustained throughput.
record NodeThroughput(double perSecond) {
    private static final Duration AROUND_MAX = Duration.ofSeconds(60);

    static double measure(NodeScript script, Path data, int port, Load load) throws IOException {
        Map<String, Object> settings = Map.of(
                "mode", "throughput",
                "port", port,
                "payloadBytes", Peer.PAYLOAD_BYTES,
                "submitters", load.submitters(),
                "workers", load.workers(),
                "warmUpMillis", load.warmUp().toMillis(),
                "measuredMillis", load.measured().toMillis());
        Duration max = load.warmUp().plus(load.measured()).plus(AROUND_MAX);
        return script.run(data, settings, NodeThroughput.class, max).perSecond();
    }
}
