package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// graphile-worker over PostgreSQL: a job is a row, its worker is woken by a notification.
final class GraphileWorker implements RoundTripPeer, ThroughputPeer {
    private final NodeScript script;
    private final Closing opened = new Closing();
    private Path data = Path.of("");
    private int port;

    GraphileWorker(NodeScript script) {
        this.script = script;
    }

    /// What the script answers that measured round trips.
    private record RoundTrips(List<Long> nanos) {}

    @Override
    public String name() {
        return "graphileWorker";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Start.Missing> missing = script.missing();
        if (missing.isPresent()) {
            return missing.get();
        }
        Optional<PostgresServer> server = PostgresServer.start(data, opened);
        if (server.isEmpty()) {
            return Programs.missing("postgresql");
        }
        this.data = data;
        port = server.get().port();
        return new Start.Ready(true, "PostgreSQL, synchronous_commit on");
    }

    @Override
    public Histogram roundTrips(Rounds rounds) throws IOException {
        Map<String, Object> settings = Map.of(
                "mode",
                "roundTrips",
                "port",
                port,
                "payloadBytes",
                PAYLOAD_BYTES,
                "warmUp",
                rounds.warmUp(),
                "measured",
                rounds.measured());
        Histogram nanos = new Histogram(3);
        script.run(data, settings, RoundTrips.class, rounds.max()).nanos().forEach(nanos::recordValue);
        return nanos;
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
