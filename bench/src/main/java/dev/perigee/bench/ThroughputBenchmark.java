package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import dev.perigee.bench.load.Submitters;
import dev.perigee.bench.peer.Closing;
import dev.perigee.bench.peer.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The whole life of commands under load: submitted by 64 callers, each with its next as soon as the last is durable,
/// delivered to 100 satellites, and their results durable before they are answered.
final class ThroughputBenchmark implements Benchmark {
    private static final int SUBMITTERS = 64;
    private static final int SATELLITES = 100;
    private static final int AT_A_TIME = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration MAX = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String about() {
        return "whole lives a second: " + SUBMITTERS + " submitters, " + SATELLITES + " satellites; on both databases";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        try (Deployment deployment = Deployment.ofServer(root, Files.createDirectory(data.resolve("embedded")))) {
            measure(deployment, "embedded", "aim: at least 10,000", figures);
        }
        Path directory = Files.createDirectory(data.resolve("postgres"));
        try (Closing opened = new Closing()) {
            Optional<PostgresServer> postgres = PostgresServer.start(directory, opened);
            if (postgres.isEmpty()) {
                figures.notMeasured("postgresLivesPerSecond", "PostgreSQL is not installed: bench/peers.sh install");
                return figures;
            }
            String database =
                    "database: {url: \"postgresql://127.0.0.1:" + postgres.get().port() + "/postgres\", user: bench}\n";
            try (Deployment deployment = Deployment.ofServer(root, directory, database)) {
                measure(deployment, "postgres", "aim: at least 15,000", figures);
            }
        }
        return figures;
    }

    private static void measure(Deployment deployment, String store, String aim, Figures figures) throws IOException {
        long[] completed = {0};
        try (HttpLoop loop = new HttpLoop(deployment.server())) {
            List<BenchSatellite> satellites = Satellites.register(
                    loop,
                    deployment.operatorKey(),
                    "bench",
                    SATELLITES,
                    AT_A_TIME,
                    (_, commands) -> completed[0] += commands.size());
            for (BenchSatellite satellite : satellites) {
                satellite.work();
            }
            long measureFrom = System.nanoTime() + WARM_UP.toNanos();
            long end = measureFrom + MEASURED.toNanos();
            Submitters submitters = new Submitters(
                    loop, deployment.operatorKey(), SUBMITTERS, satellites, () -> System.nanoTime() < end);
            submitters.begin();
            loop.runUntil(() -> System.nanoTime() >= measureFrom, MAX);
            long before = completed[0];
            Deployment.Cpu cpuBefore = deployment.cpu();
            long began = System.nanoTime();
            loop.runUntil(() -> System.nanoTime() >= end, MAX);
            double seconds = (System.nanoTime() - began) / 1e9;
            double lives = completed[0] - before;
            double cpuMicros = deployment.cpu().since(cpuBefore).toNanos() / 1000.0;
            figures.add(store + "LivesPerSecond", lives / seconds, "/s", aim)
                    .add(store + "ServerCpuPerLife", cpuMicros / lives, "us", "of the control plane's process");
            loop.runUntil(() -> completed[0] >= submitters.accepted(), MAX);
        }
    }

    @Override
    public void addPeers(Peers peers, Path data, Figures figures) throws Exception {
        peers.measureThroughput(data, figures);
    }
}
