package dev.perigee.bench;

import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/// The whole life of a `ping`: submitted, durable, delivered, run, its result durable, and answered to the submitter;
/// one at a time, and 64 at a time. Beside it the two things it cannot do without, measured in the same run: an
/// fsync, and a round trip to the same server with the same client.
final class DispatchBenchmark implements Benchmark {
    private static final String PING = "{\"to\":\"local\",\"command\":{\"type\":\"ping\"}}";
    private static final String SUBMIT_AND_WAIT = "/api/v1/commands?wait=30s";
    private static final int WARM_UP = 30_000;
    private static final int SEQUENTIAL = 10_000;
    private static final int PIPELINED = 40_000;
    private static final int PARALLEL = 64;

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public String about() {
        return "submit -> delivered -> result of a ping, beside one fsync and one HTTP round trip";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        try (Deployment deployment = Deployment.ofBoth(root, data);
                HttpLoad load = new HttpLoad(deployment.server(), deployment.operatorKey(), PARALLEL)) {
            load.run(HttpMethod.POST, SUBMIT_AND_WAIT, PING, PARALLEL, WARM_UP);
            load.run(HttpMethod.POST, SUBMIT_AND_WAIT, PING, 1, WARM_UP / 4);
            load.run(HttpMethod.GET, "/health/live", null, 1, WARM_UP / 4);

            Histogram fsync = FsyncLimit.measure(data);
            addAcknowledged(figures, deployment, fsync.getValueAtPercentile(50) / 1000.0);
            HttpLoad.Timing trip = load.run(HttpMethod.GET, "/health/live", null, 1, SEQUENTIAL);
            HttpLoad.Timing sequential = load.run(HttpMethod.POST, SUBMIT_AND_WAIT, PING, 1, SEQUENTIAL);
            HttpLoad.Timing pipelined = load.run(HttpMethod.POST, SUBMIT_AND_WAIT, PING, PARALLEL, PIPELINED);

            double fsyncMicros = fsync.getValueAtPercentile(50) / 1000.0;
            double limit = fsyncMicros + 2 * trip.micros(50);
            figures.add("roundTripP50", trip.micros(50), "us", "limit: GET /health/live, same client and server")
                    .add("sequentialP50", sequential.micros(50), "us", "aim: at most 1000")
                    .add("sequentialP95", sequential.micros(95), "us", "")
                    .add("sequentialP99", sequential.micros(99), "us", "")
                    .add(
                            "ratioToLimit",
                            sequential.micros(50) / limit,
                            "x",
                            "p50 / (fsync + 2 round trips); aim: at most 3")
                    .add("pipelinedPerSecond", pipelined.perSecond(), "/s", PARALLEL + " at a time")
                    .add("pipelinedP50", pipelined.micros(50), "us", "")
                    .add("pipelinedP99", pipelined.micros(99), "us", "");
        }
        return figures;
    }

    private static void addAcknowledged(Figures figures, Deployment deployment, double fsyncMicros) throws IOException {
        try (AcknowledgedRounds rounds = new AcknowledgedRounds(deployment.server(), deployment.operatorKey())) {
            Histogram acknowledged = rounds.acknowledged(WARM_UP / 4, SEQUENTIAL / 2);
            Histogram trips = rounds.roundTrips(WARM_UP / 4, SEQUENTIAL / 2);
            double trip = trips.getValueAtPercentile(50) / 1000.0;
            double p50 = acknowledged.getValueAtPercentile(50) / 1000.0;
            figures.add("fsyncP50", fsyncMicros, "us", "limit: append 4 KiB and fdatasync")
                    .add("bareTripP50", trip, "us", "limit: GET /health/live over a plain socket")
                    .add("acknowledgedP50", p50, "us", "submit -> delivered -> acknowledged, over plain sockets")
                    .add("acknowledgedP95", acknowledged.getValueAtPercentile(95) / 1000.0, "us", "")
                    .add(
                            "acknowledgedRatio",
                            p50 / (fsyncMicros + 2 * trip),
                            "x",
                            "p50 / (fsync + 2 round trips); aim: at most 2");
        }
    }

    @Override
    public void addPeers(Peers peers, Path data, Figures figures) throws Exception {
        peers.measureRoundTrips(data, figures);
    }
}
