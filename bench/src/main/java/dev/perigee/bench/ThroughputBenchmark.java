package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import dev.perigee.bench.load.Submitters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The whole life of commands under load: submitted by 64 callers, each with its next as soon as the last is durable,
/// delivered to 100 satellites, and their results durable before they are answered.
final class ThroughputBenchmark implements Benchmark {
    private static final int SUBMITTERS = 64;
    private static final int SATELLITES = 100;
    private static final int AT_A_TIME = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration MAX = Duration.ofMinutes(2);

    private long completed;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String about() {
        return "whole lives a second: " + SUBMITTERS + " submitters, " + SATELLITES + " satellites";
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
                    AT_A_TIME,
                    (_, commands) -> completed += commands.size());
            for (BenchSatellite satellite : satellites) {
                satellite.work();
            }
            long start = System.nanoTime();
            long measureFrom = start + WARM_UP.toNanos();
            long end = measureFrom + MEASURED.toNanos();
            Submitters submitters = new Submitters(
                    loop, deployment.operatorKey(), SUBMITTERS, satellites, () -> System.nanoTime() < end);
            submitters.begin();
            loop.runUntil(() -> System.nanoTime() >= measureFrom, MAX);
            long completedBefore = completed;
            long acceptedBefore = submitters.accepted();
            Deployment.Cpu cpuBefore = deployment.cpu();
            long began = System.nanoTime();
            loop.runUntil(() -> System.nanoTime() >= end, MAX);
            double seconds = (System.nanoTime() - began) / 1e9;
            double lives = completed - completedBefore;
            double cpuMicros = deployment.cpu().since(cpuBefore).toNanos() / 1000.0;
            figures.add("livesPerSecond", lives / seconds, "/s", "aim: at least 10,000 embedded, 15,000 on PostgreSQL")
                    .add("acceptedPerSecond", (submitters.accepted() - acceptedBefore) / seconds, "/s", "")
                    .add("serverCpuPerLife", cpuMicros / lives, "us", "of the control plane's process");
            loop.runUntil(() -> completed >= submitters.accepted(), MAX);
        }
        return figures;
    }

    @Override
    public void addPeers(Peers peers, Path data, Figures figures) throws Exception {
        peers.measureThroughput(data, figures);
    }
}
