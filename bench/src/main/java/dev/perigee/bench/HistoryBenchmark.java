package dev.perigee.bench;

import dev.perigee.bench.peer.Closing;
import dev.perigee.bench.peer.PostgresServer;
import dev.perigee.store.postgres.PostgresConfig;
import dev.perigee.store.postgres.PostgresHistory;
import dev.perigee.store.sqlite.SqliteHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// What ten million commands that have ended change for those that have not: submissions and claims beside the same
/// ones of an empty database, the two taking turns.
final class HistoryBenchmark implements Benchmark {
    private static final long COMMANDS = Long.getLong("perigee.history", 10_000_000);
    private static final int TURN = 100;
    private static final int TURNS = 40;
    private static final int WARM_UP = 3_000;
    /// The history is from years ago, and is to stay.
    private static final String KEPT = "commands: {retention: {completed: 3650d, failed: 3650d}}\n";

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String about() {
        return "submit and claim with " + COMMANDS + " finished commands and without; on both databases; takes minutes";
    }

    /// Puts a history into a database of which no control plane runs.
    private interface Filling {
        void fill() throws SQLException;
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        Path full = Files.createDirectory(data.resolve("full"));
        Path empty = Files.createDirectory(data.resolve("empty"));
        Path file = full.resolve("server").resolve("perigee.db");
        compare(
                "embedded",
                new Side(root, full, ""),
                new Side(root, empty, ""),
                figures,
                () -> SqliteHistory.fill(file, COMMANDS));
        Path directory = Files.createDirectory(data.resolve("postgres"));
        try (Closing opened = new Closing()) {
            Optional<PostgresServer> postgres = PostgresServer.start(directory, opened);
            if (postgres.isEmpty()) {
                return figures.notMeasured("postgres", "PostgreSQL is not installed: bench/peers.sh install");
            }
            int port = postgres.get().port();
            postgres.get().create("young");
            PostgresConfig config = PostgresConfig.of(postgres.get().jdbc("postgres"), "bench", "");
            compare(
                    "postgres",
                    new Side(root, Files.createDirectory(directory.resolve("full")), database(port, "postgres")),
                    new Side(root, Files.createDirectory(directory.resolve("empty")), database(port, "young")),
                    figures,
                    () -> PostgresHistory.fill(config, COMMANDS));
        }
        return figures;
    }

    /// A control plane with its database.
    private record Side(Path root, Path data, String database) {
        Deployment start() throws Exception {
            return Deployment.ofServer(root, data, KEPT + database);
        }
    }

    private static void compare(String store, Side full, Side empty, Figures figures, Filling filling)
            throws Exception {
        full.start().close();
        long begun = System.nanoTime();
        filling.fill();
        System.err.printf("bench/run: %,d commands in %d s%n", COMMANDS, (System.nanoTime() - begun) / 1_000_000_000);
        try (Deployment old = full.start();
                Deployment young = empty.start();
                SubmitAndClaim withHistory = new SubmitAndClaim(old);
                SubmitAndClaim without = new SubmitAndClaim(young)) {
            withHistory.run(WARM_UP);
            without.run(WARM_UP);
            withHistory.reset();
            without.reset();
            for (int turn = 0; turn < TURNS; turn++) {
                withHistory.run(TURN);
                without.run(TURN);
            }
            add(figures, store + "Submit", withHistory.submitMicros(), without.submitMicros());
            add(figures, store + "Claim", withHistory.claimMicros(), without.claimMicros());
        }
    }

    private static void add(Figures figures, String what, double withHistory, double without) {
        figures.add(what + "Empty", without, "us", "p50")
                .add(what + "Full", withHistory, "us", "p50")
                .add(what + "Ratio", withHistory / without, "x", "aim: below 1.2");
    }

    private static String database(int port, String name) {
        return "database: {url: \"postgresql://127.0.0.1:" + port + "/" + name + "\", user: bench}\n";
    }
}
