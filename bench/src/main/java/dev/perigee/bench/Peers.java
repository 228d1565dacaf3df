package dev.perigee.bench;

import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.Target;
import dev.perigee.bench.peer.GatewayPeer;
import dev.perigee.bench.peer.Load;
import dev.perigee.bench.peer.Peer;
import dev.perigee.bench.peer.RoundTripPeer;
import dev.perigee.bench.peer.Rounds;
import dev.perigee.bench.peer.ThroughputPeer;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/// Measures the peers that are on this machine and adds their figures; one that is not, or fails, is said to be not
/// measured and why, and the others go on.
final class Peers {
    private static final Rounds ROUNDS = new Rounds(1000, 4000, Duration.ofMinutes(2));
    private static final Load LOAD = new Load(64, 100, Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final Path root;

    Peers(Path root) {
        this.root = root;
    }

    /// Sequential round trips: published durably, delivered to a consumer that waits, acknowledged. Adds p50 and p95 of
    /// each and the least p50 of those that are durable.
    void measureRoundTrips(Path data, Figures figures) throws IOException {
        Best best = new Best();
        for (RoundTripPeer peer : RoundTripPeer.all(root)) {
            measure(peer, data, figures, "P50", ready -> {
                Histogram nanos = peer.roundTrips(ROUNDS);
                figures.add(peer.name() + "P50", micros(nanos, 50), "us", ready.how())
                        .add(peer.name() + "P95", micros(nanos, 95), "us", "");
                if (ready.durable()) {
                    best.take(peer.name(), micros(nanos, 50));
                }
            });
        }
        if (best.name.isEmpty()) {
            figures.notMeasured("bestDurablePeerP50", "no durable peer was measured");
        } else {
            figures.add("bestDurablePeerP50", best.micros, "us", best.name);
        }
    }

    /// Whole lives a second with 64 submitters and 100 workers.
    void measureThroughput(Path data, Figures figures) throws IOException {
        for (ThroughputPeer peer : ThroughputPeer.all(root)) {
            measure(peer, data, figures, "PerSecond", ready -> {
                double perSecond = peer.perSecond(LOAD);
                figures.add(peer.name() + "PerSecond", perSecond, "/s", ready.how());
            });
        }
    }

    /// The MCP gateways.
    List<GatewayPeer> gateways(URI http, List<String> stdio, Era era) {
        return GatewayPeer.all(root, http, stdio, era);
    }

    /// Measures a gateway while it runs.
    void measureGateway(GatewayPeer peer, Path data, Figures figures, GatewayMeasurement measurement)
            throws IOException {
        measure(peer, data, figures, "P50", _ -> measurement.run(peer.target()));
    }

    /// Adds what it finds at the place where a gateway is called.
    @FunctionalInterface
    interface GatewayMeasurement {
        void run(Target target) throws IOException;
    }

    private interface Measurement {
        void run(Peer.Start.Ready ready) throws IOException;
    }

    private static void measure(Peer peer, Path data, Figures figures, String suffix, Measurement measurement)
            throws IOException {
        Path own = Files.createTempDirectory(data.toAbsolutePath(), peer.name());
        try (peer) {
            switch (peer.start(own)) {
                case Peer.Start.Ready ready -> measurement.run(ready);
                case Peer.Start.Missing missing -> figures.notMeasured(peer.name() + suffix, missing.why());
            }
        } catch (IOException | BadValue e) {
            figures.notMeasured(peer.name() + suffix, String.valueOf(e.getMessage()));
        }
    }

    private static double micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1000.0;
    }

    private static final class Best {
        private String name = "";
        private double micros = Double.MAX_VALUE;

        void take(String candidate, double value) {
            if (value < micros) {
                name = candidate;
                micros = value;
            }
        }
    }
}
