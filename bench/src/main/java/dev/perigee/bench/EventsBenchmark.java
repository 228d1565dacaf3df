package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.EventBatches;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// Events of 100 satellites that each send the next batch when the last one is durable: how many a second, in batches
/// as satellites send them by themselves and in the largest ones.
final class EventsBenchmark implements Benchmark {
    private static final int SATELLITES = 100;
    private static final int BATCH_DEFAULT = 20;
    private static final int BATCH_MAX = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration MAX = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String about() {
        return "events taken a second from " + SATELLITES + " satellites, durable, in batches of " + BATCH_DEFAULT
                + " and " + BATCH_MAX;
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        double fsync = FsyncLimit.measure(data).getValueAtPercentile(50) / 1000.0;
        figures.add("fsync", fsync, "us", "limit: append 4 KiB and fdatasync, p50");
        double limit = RowsLimit.measure(data);
        figures.add("rowsLimit", limit, "/s", "limit: the same rows put into SQLite by one thread, 1,600 at a time");
        try (Deployment deployment = Deployment.ofServer(root, data);
                HttpLoop loop = new HttpLoop(deployment.server())) {
            List<BenchSatellite> satellites =
                    Satellites.register(loop, deployment.operatorKey(), "bench", SATELLITES, 8, null);
            double inDefaults = measure(deployment, loop, satellites, BATCH_DEFAULT, figures);
            measure(deployment, loop, satellites, BATCH_MAX, figures);
            figures.add("ofLimit", inDefaults / limit, "x", "events in batches of " + BATCH_DEFAULT + " / rowsLimit");
        }
        return figures;
    }

    private static double measure(
            Deployment deployment, HttpLoop loop, List<BenchSatellite> satellites, int size, Figures figures)
            throws IOException {
        long measureFrom = System.nanoTime() + WARM_UP.toNanos();
        long end = measureFrom + MEASURED.toNanos();
        EventBatches batches =
                new EventBatches(satellites, size, new SplittableRandom(size), () -> System.nanoTime() < end);
        batches.begin();
        loop.runUntil(() -> System.nanoTime() >= measureFrom, MAX);
        batches.nanos().reset();
        long before = batches.taken();
        Deployment.Cpu cpuBefore = deployment.cpu();
        long began = System.nanoTime();
        loop.runUntil(() -> System.nanoTime() >= end, MAX);
        double taken = batches.taken() - before;
        double perSecond = taken / ((System.nanoTime() - began) / 1e9);
        double cpuMicros = deployment.cpu().since(cpuBefore).toNanos() / 1000.0;
        loop.runUntil(() -> batches.underWay() == 0, MAX);
        figures.add("by" + size, perSecond, "/s", "in batches of " + size + "; aim: at least 20,000")
                .add("by" + size + "P50", batches.nanos().getValueAtPercentile(50) / 1e6, "ms", "a batch, p50")
                .add("by" + size + "P99", batches.nanos().getValueAtPercentile(99) / 1e6, "ms", "a batch, p99")
                .add("by" + size + "Cpu", cpuMicros / taken, "us", "of the control plane's process for each event");
        return perSecond;
    }
}
