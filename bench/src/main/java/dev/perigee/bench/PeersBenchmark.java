package dev.perigee.bench;

import java.nio.file.Path;

/// The peers alone: the same measurements that `--peers` puts beside the others.
final class PeersBenchmark implements Benchmark {
    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String about() {
        return "round trips and throughput of the message systems that bench/peers.sh installs, beside one fsync";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        double fsync = FsyncLimit.measure(data).getValueAtPercentile(50) / 1000.0;
        figures.add("fsyncP50", fsync, "us", "limit: append 4 KiB and fdatasync");
        Peers peers = new Peers(root);
        peers.measureRoundTrips(data, figures);
        peers.measureThroughput(data, figures);
        return figures;
    }
}
