package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.ConfiguredSatellite;
import dev.perigee.bench.load.HttpConnection;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A change of the configuration of 10,000 satellites whose polls wait: how long until each has asked for it and has
/// confirmed that it has it.
final class ConfigBenchmark implements Benchmark {
    private static final int SATELLITES = 10_000;
    private static final String LAYER = "/api/v1/config/layer?layer=global";
    private static final int WARM_UPS = 2;
    private static final Duration MAX = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofSeconds(60);

    private int confirmed;
    private long revision;

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String about() {
        return "a change of the configuration of " + SATELLITES + " satellites: until each has confirmed it";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        try (Deployment deployment = Deployment.ofServer(root, data);
                HttpLoop loop = new HttpLoop(deployment.server())) {
            for (BenchSatellite satellite :
                    Satellites.register(loop, deployment.operatorKey(), "bench", SATELLITES, 8, null)) {
                new ConfiguredSatellite(satellite, POLL, _ -> confirmed++).work();
            }
            HttpConnection operator = loop.connect(deployment.operatorKey());
            for (int i = 0; i <= WARM_UPS; i++) {
                var _ = change(loop, operator, i);
            }
            Deployment.Cpu before = deployment.cpu();
            Times times = change(loop, operator, WARM_UPS + 1);
            figures.add("answered", times.answered(), "ms", "the change itself, durable")
                    .add("confirmed", times.confirmed(), "ms", "by the last of all; aim: below 10,000")
                    .add(
                            "cpu",
                            (double) deployment.cpu().since(before).toMillis(),
                            "ms",
                            "of the control plane, for all of it");
        }
        return figures;
    }

    /// In milliseconds, since the change was sent.
    private record Times(double answered, double confirmed) {}

    private Times change(HttpLoop loop, HttpConnection operator, int round) throws IOException {
        confirmed = 0;
        String document = "{\"exec\":{\"allow\":[\"round-" + round + "\"]}}";
        long[] answered = {0};
        long begun = System.nanoTime();
        operator.send(operator.request("PUT", LAYER, "If-Match: " + revision + "\r\n", document), (status, body) -> {
            if (status != 200) {
                throw new IOException("the change was answered with " + status + ": " + body);
            }
            answered[0] = System.nanoTime();
            revision = Long.parseLong(body.replaceAll("(?s)^\\{\"revision\":(\\d+).*", "$1"));
        });
        loop.runUntil(() -> answered[0] != 0 && confirmed >= SATELLITES, MAX);
        return new Times((answered[0] - begun) / 1e6, (System.nanoTime() - begun) / 1e6);
    }
}
