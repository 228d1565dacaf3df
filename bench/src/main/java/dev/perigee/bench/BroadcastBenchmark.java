package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpConnection;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A broadcast to 10,000 satellites that wait for commands: how long until it is accepted, and then until each has been
/// delivered its command and has reported its end.
final class BroadcastBenchmark implements Benchmark {
    private static final int SATELLITES = 10_000;
    private static final int WARM_UPS = 2;
    private static final Duration MAX = Duration.ofMinutes(2);
    private static final String REQUEST = "{\"to\":\"all\",\"command\":{\"type\":\"ping\"}}";

    private int delivered;

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String about() {
        return "a broadcast to " + SATELLITES + " satellites: until it is accepted, delivered, over";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        try (Deployment deployment = Deployment.ofServer(root, data);
                HttpLoop loop = new HttpLoop(deployment.server())) {
            List<BenchSatellite> satellites = Satellites.register(
                    loop,
                    deployment.operatorKey(),
                    "bench",
                    SATELLITES,
                    8,
                    (_, commands) -> delivered += commands.size());
            for (BenchSatellite satellite : satellites) {
                satellite.work();
            }
            HttpConnection operator = loop.connect(deployment.operatorKey());
            Times times = broadcast(loop, operator);
            for (int i = 0; i < WARM_UPS; i++) {
                times = broadcast(loop, operator);
            }
            figures.add("accepted", times.accepted(), "ms", "aim: below 1,000")
                    .add("delivered", times.delivered(), "ms", "to all, after it was accepted; aim: below 3,000")
                    .add("completed", times.completed(), "ms", "by all, after it was accepted");
        }
        return figures;
    }

    /// In milliseconds.
    private record Times(double accepted, double delivered, double completed) {}

    private Times broadcast(HttpLoop loop, HttpConnection operator) throws IOException {
        delivered = 0;
        String[] answer = {""};
        long begun = System.nanoTime();
        long[] accepted = {0};
        operator.send(operator.request("POST", "/api/v1/broadcasts", REQUEST), (status, body) -> {
            if (status != 201) {
                throw new IOException("the broadcast was answered with " + status + ": " + body);
            }
            accepted[0] = System.nanoTime();
            answer[0] = body;
        });
        loop.runUntil(() -> accepted[0] != 0 && delivered >= SATELLITES, MAX);
        long all = System.nanoTime();
        String id = answer[0].replaceAll("(?s).*?\"id\":\"([0-9a-z]{26})\".*", "$1");
        boolean[] over = {false};
        operator.send(
                operator.request("GET", "/api/v1/broadcasts/" + id + "?wait=60s", ""),
                (_, body) -> over[0] = body.contains("\"succeeded\":" + SATELLITES));
        loop.runUntil(() -> over[0], MAX);
        long end = System.nanoTime();
        return new Times((accepted[0] - begun) / 1e6, (all - accepted[0]) / 1e6, (end - accepted[0]) / 1e6);
    }
}
