package dev.perigee.bench;

import java.nio.file.Path;

/// One measurement that can be repeated by name. It is bounded and ends by itself.
interface Benchmark {
    String name();

    /// What it measures, in one line.
    String about();

    /// Measures with the binary of the checkout `root`, with `data` for its files.
    Figures run(Path root, Path data) throws Exception;
}
