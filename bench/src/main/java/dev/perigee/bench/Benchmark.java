package dev.perigee.bench;

import java.nio.file.Path;

/// One measurement that can be repeated by name. It is bounded and ends by itself.
interface Benchmark {
    String name();

    /// What it measures, in one line.
    String about();

    /// Measures with the binary of the checkout `root`, with `data` for its files.
    Figures run(Path root, Path data) throws Exception;

    /// Adds the figures of the peers that do the same, if there are any; called after `run` when `--peers` is given.
    default void addPeers(Peers peers, Path data, Figures figures) throws Exception {}
}
