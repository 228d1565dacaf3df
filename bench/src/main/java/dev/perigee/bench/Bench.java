package dev.perigee.bench;

import dev.perigee.bench.mcp.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs benchmarks by name, or lists them.
final class Bench {
    private static final List<Benchmark> ALL = List.of(
            new DispatchBenchmark(),
            new ThroughputBenchmark(),
            new QueueBenchmark(),
            new BroadcastBenchmark(),
            new FleetBenchmark(),
            new ConfigBenchmark(),
            new EventsBenchmark(),
            new HistoryBenchmark(),
            new GatewayBenchmark(Era.LEGACY),
            new GatewayBenchmark(Era.MODERN),
            new PeersBenchmark());
    private static final String PEERS = "--peers";

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<String> names =
                Stream.of(arguments).filter(argument -> !argument.equals(PEERS)).toList();
        if (names.isEmpty()) {
            ALL.forEach(benchmark -> System.out.printf("%-15s %s%n", benchmark.name(), benchmark.about()));
            System.out.println("\nWith " + PEERS + ", the peers of bench/peers.sh are measured in the same run.");
            return;
        }
        for (String name : names) {
            Benchmark benchmark = ALL.stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (benchmark == null) {
                System.err.println("bench/run: no benchmark \"" + name + "\": expected one of "
                        + ALL.stream().map(Benchmark::name).toList());
                System.exit(1);
                return;
            }
            run(benchmark, names.size() < arguments.length);
        }
        System.exit(0);
    }

    private static void run(Benchmark benchmark, boolean beside) throws Exception {
        Path root = Path.of(System.getProperty("perigee.root", "."));
        // Beside the code and not under /tmp, which may be in memory: an fsync there costs nothing and says nothing.
        Path data = Files.createTempDirectory(Files.createDirectories(root.resolve("bench/target")), "data");
        System.err.println("bench/run: the files of a benchmark that fails stay in " + data);
        Figures figures = benchmark.run(root, data);
        if (beside) {
            benchmark.addPeers(new Peers(root), data, figures);
        }
        figures.print(benchmark.name(), System.out);
        delete(data);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
