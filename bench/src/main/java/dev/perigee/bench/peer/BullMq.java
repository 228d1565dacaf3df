package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// BullMQ over a Redis that syncs each write; completed jobs are kept, as it does by default.
final class BullMq implements ThroughputPeer {
    private final NodeScript script;
    private final Closing opened = new Closing();
    private Path data = Path.of("");
    private int port;

    BullMq(NodeScript script) {
        this.script = script;
    }

    @Override
    public String name() {
        return "bullmq";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Start.Missing> missing = script.missing();
        if (missing.isPresent()) {
            return missing.get();
        }
        Optional<RedisServer> server = RedisServer.start(data);
        if (server.isEmpty()) {
            return Programs.missing("redis-server");
        }
        this.data = data;
        port = opened.add(server.get()).port();
        server.get().process().awaitPort(port);
        return new Start.Ready(true, "Redis, " + RedisServer.HOW);
    }

    @Override
    public double perSecond(Load load) throws IOException {
        return NodeThroughput.measure(script, data, port, load);
    }

    @Override
    public void close() {
        opened.close();
    }
}
