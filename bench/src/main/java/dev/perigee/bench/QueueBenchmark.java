package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpConnection;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import dev.perigee.bench.load.Submitters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/// A million queued commands: what they cost in heap, and how long it takes beside them until an urgent one has
/// overtaken them all.
final class QueueBenchmark implements Benchmark {
    private static final int COMMANDS = 1_000_000;
    private static final int SATELLITES = 100;
    private static final int SUBMITTERS = 64;
    private static final int URGENT = 500;
    private static final Duration MAX = Duration.ofMinutes(10);
    private static final double MIB = 1024 * 1024;

    private String delivered = "";
    private boolean answered;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String about() {
        return "heap of a million queued commands, and an urgent one that overtakes them";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        // One more than the queue takes, for the urgent ones.
        try (Deployment deployment = Deployment.ofServer(
                        root, data, "commands: {queue-max: 2000000, queue-per-satellite-max: 20000}\n");
                HttpLoop loop = new HttpLoop(deployment.server())) {
            List<BenchSatellite> satellites =
                    Satellites.register(loop, deployment.operatorKey(), "bench", SATELLITES, 1, null);
            double before = LiveHeap.bytes(deployment.serverPid());
            long[] begun = {0};
            Submitters submitters =
                    new Submitters(loop, deployment.operatorKey(), SUBMITTERS, satellites, () -> begun[0]++ < COMMANDS);
            long start = System.nanoTime();
            submitters.begin();
            loop.runUntil(() -> submitters.accepted() == COMMANDS, MAX);
            double seconds = (System.nanoTime() - start) / 1e9;
            double after = LiveHeap.bytes(deployment.serverPid());
            Histogram urgent = urgent(loop, deployment.operatorKey(), satellites.getFirst());
            figures.add("heapOfQueued", (after - before) / MIB, "MiB", "of 1,000,000 queued commands; aim: at most 100")
                    .add("submittedPerSecond", COMMANDS / seconds, "/s", SUBMITTERS + " submitters, nobody takes any")
                    .add("urgentP50", urgent.getValueAtPercentile(50) / 1000.0, "us", "submitted and claimed")
                    .add("urgentP95", urgent.getValueAtPercentile(95) / 1000.0, "us", "");
        }
        return figures;
    }

    /// From the submission of an immediate command until a poll that was sent after it is answered with it.
    private Histogram urgent(HttpLoop loop, String operatorKey, BenchSatellite satellite) throws IOException {
        Histogram nanos = new Histogram(3);
        HttpConnection caller = loop.connect(operatorKey);
        ByteBuffer submission = caller.request(
                "POST",
                "/api/v1/commands",
                "{\"to\":\"" + satellite.id() + "\",\"command\":{\"type\":\"ping\"},\"priority\":\"immediate\"}");
        for (int i = 0; i < URGENT; i++) {
            long start = System.nanoTime();
            String[] id = new String[1];
            exchange(loop, caller, submission, body -> id[0] = body.substring(7, 33));
            answered = false;
            satellite.poll((status, body) -> {
                delivered = BenchSatellite.commands(status, body).getFirst();
                answered = true;
            });
            loop.runUntil(() -> answered, MAX);
            nanos.recordValue(System.nanoTime() - start);
            if (!delivered.equals(id[0])) {
                throw new IOException("expected " + id[0] + " first, and it was " + delivered);
            }
            exchange(loop, satellite.connection(), satellite.ended(List.of(delivered)), _ -> {});
        }
        return nanos;
    }

    private void exchange(HttpLoop loop, HttpConnection connection, ByteBuffer request, Read read) throws IOException {
        answered = false;
        connection.send(request, (_, body) -> {
            read.body(body);
            answered = true;
        });
        loop.runUntil(() -> answered, MAX);
    }

    private interface Read {
        void body(String body);
    }
}
