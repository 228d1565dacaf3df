package dev.perigee.bench;

import dev.perigee.bench.load.Beats;
import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// What 10,000 satellites cost that send a heartbeat every 30 s and have a poll held, in processor time and memory of
/// the control plane's process, over the same process before it knew any.
final class FleetBenchmark implements Benchmark {
    private static final int SATELLITES = Integer.getInteger("perigee.fleet", 10_000);
    /// Each has a poll held on one of its own; more than so many beside these, a process here may not open.
    private static final int BEAT_CONNECTIONS = SATELLITES / 2;
    private static final int SERVERS = Integer.getInteger("perigee.fleet.servers", 100);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration SETTLED = Duration.ofSeconds(Integer.getInteger("perigee.fleet.settle", 60));
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("perigee.fleet.measure", 90));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String about() {
        return SATELLITES + " satellites with heartbeats and held polls: processor time and memory over idle";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        try (Deployment deployment = Deployment.ofServer(root, data);
                HttpLoop loop = new HttpLoop(deployment.server())) {
            long pid = deployment.serverPid();
            double idle = rest(loop, deployment);
            long idleHeap = LiveHeap.bytes(pid);
            long idleResident = Resident.bytes(pid);

            List<BenchSatellite> satellites =
                    Satellites.register(loop, deployment.operatorKey(), "bench", SATELLITES, 8, null);
            for (BenchSatellite satellite : satellites) {
                satellite.work();
            }
            Beats.Shape shape = new Beats.Shape(BEAT_CONNECTIONS, INTERVAL.toNanos(), SERVERS);
            Beats beats = new Beats(loop, satellites, shape, new SplittableRandom(SATELLITES));
            beat(loop, beats, SETTLED);
            Deployment.Cpu before = deployment.cpu();
            long answered = beats.answered();
            long measured = beat(loop, beats, MEASURED);
            double busy = 100.0 * deployment.cpu().since(before).toNanos() / measured;
            double rate = 1e9 * (beats.answered() - answered) / measured;
            long resident = Resident.bytes(pid);
            long heap = LiveHeap.bytes(pid);
            long residentAfter = Resident.bytes(pid);
            return new Figures()
                    .add(
                            "heartbeats",
                            rate,
                            "/s",
                            "of " + beats.size() + " bytes, from " + SATELLITES + " satellites with " + SERVERS
                                    + " servers each")
                    .add("idle", idle, "%", "of one core, before there was any")
                    .add("busy", busy, "%", "of one core")
                    .add("overIdle", busy - idle, "%", "of one core; aim: at most 10")
                    .add("heapIdle", mebibytes(idleHeap), "MiB", "live objects")
                    .add("heapOverIdle", mebibytes(heap - idleHeap), "MiB", "live objects; aim: at most 150 MB (143)")
                    .add("residentIdle", mebibytes(idleResident), "MiB", "after a full collection")
                    .add("residentOverIdle", mebibytes(residentAfter - idleResident), "MiB", "after a full collection")
                    .add("residentBusy", mebibytes(resident), "MiB", "as the collector leaves it by itself");
        }
    }

    /// The processor's share while nothing happens.
    private static double rest(HttpLoop loop, Deployment deployment) throws IOException {
        Deployment.Cpu before = deployment.cpu();
        long begun = System.nanoTime();
        loop.runUntil(() -> System.nanoTime() - begun >= IDLE.toNanos(), PATIENCE);
        return 100.0 * deployment.cpu().since(before).toNanos() / (System.nanoTime() - begun);
    }

    /// Lets hearts beat for `time`; how many nanoseconds it was.
    private static long beat(HttpLoop loop, Beats beats, Duration time) throws IOException {
        long begun = System.nanoTime();
        loop.runEvery(beats::send, () -> System.nanoTime() - begun >= time.toNanos(), PATIENCE);
        return System.nanoTime() - begun;
    }

    private static double mebibytes(long bytes) {
        return bytes / (1024.0 * 1024);
    }
}
