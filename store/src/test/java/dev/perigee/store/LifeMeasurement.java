package dev.perigee.store;

import com.sun.management.OperatingSystemMXBean;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.store.postgres.PostgresConfig;
import dev.perigee.store.postgres.PostgresStores;
import dev.perigee.store.sqlite.SqliteStores;
import dev.perigee.testkit.store.Crowd;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Prints how many whole lives of commands a store carries a second, and what each costs in CPU, this process and
/// the PostgreSQL server's together. Arguments: `jdbc:postgresql://…` or the file of a SQLite database, how many
/// callers, how many lives each, and for how many rounds. Not run by the build.
final class LifeMeasurement {
    private static final int TICK_MICROS = 10_000;

    private final CommandStore store;
    private final int callers;
    private final int lives;

    private LifeMeasurement(CommandStore store, int callers, int lives) {
        this.store = store;
        this.callers = callers;
        this.lives = lives;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[3]);
        if (arguments[0].startsWith("jdbc:")) {
            PostgresConfig config = PostgresConfig.of(arguments[0], "postgres", "");
            try (PostgresStores stores = PostgresStores.open(config, System::nanoTime)) {
                of(stores.commands(), arguments).run(rounds);
            }
        } else {
            try (SqliteStores stores = SqliteStores.open(Path.of(arguments[0]))) {
                of(stores.commands(), arguments).run(rounds);
            }
        }
    }

    private static LifeMeasurement of(CommandStore store, String[] arguments) {
        return new LifeMeasurement(store, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void run(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            String queue = "queue-" + System.nanoTime() + "-";
            measure("insert", queue, this::insert);
            measure("claim", queue, this::claim);
            measure("insert with a key", "keyed-" + System.nanoTime() + "-", this::insertWithKey);
            measure("whole life", "life-" + System.nanoTime() + "-", this::live);
        }
    }

    private interface Work {
        void run(SatelliteId satellite, int number);
    }

    private void measure(String what, String names, Work work) throws IOException {
        long[] nanos = new long[callers * lives];
        long ours = ours();
        long theirs = theirs();
        long start = System.nanoTime();
        Crowd.run(callers, caller -> () -> {
            SatelliteId satellite = new SatelliteId(names + caller);
            for (int n = 0; n < lives; n++) {
                long before = System.nanoTime();
                work.run(satellite, n);
                nanos[caller * lives + n] = System.nanoTime() - before;
            }
            return true;
        });
        double micros = (System.nanoTime() - start) / 1e3;
        Arrays.sort(nanos);
        System.out.printf(
                "%-18s%4d callers: %,7.0f/s, p50 %,6.0f us, p99 %,6.0f us, CPU %.1f us here, %.1f us in PostgreSQL%n",
                what,
                callers,
                nanos.length / micros * 1e6,
                nanos[nanos.length / 2] / 1e3,
                nanos[nanos.length * 99 / 100] / 1e3,
                (ours() - ours) / (double) nanos.length,
                (theirs() - theirs) / (double) nanos.length);
    }

    private void insert(SatelliteId satellite, int number) {
        store.insert(sample(satellite).build());
    }

    private void claim(SatelliteId satellite, int number) {
        lease(store.queued(satellite, 1));
    }

    private void lease(List<Command> queued) {
        store.apply(queued.stream()
                .map(command -> SampleMove.leased(command, SampleCommand.START.plusSeconds(30)))
                .toList());
    }

    private void insertWithKey(SatelliteId satellite, int number) {
        store.insert(
                sample(satellite).key("measurement", satellite + "-" + number).build());
    }

    /// As the control plane does it: submit, claim, and take in the report of the end.
    private void live(SatelliteId satellite, int number) {
        store.insert(sample(satellite).build());
        List<Command> queued = store.queued(satellite, 8);
        lease(queued);
        List<CommandId> ids = queued.stream().map(Command::id).toList();
        store.apply(store.findAll(ids).stream()
                .map(command -> SampleMove.ended(command, SampleMove.COMPLETED))
                .toList());
    }

    /// Its id is not that of a sample made in an earlier run, whose chance began with the same seed.
    private static SampleCommand sample(SatelliteId satellite) {
        return SampleCommand.sample()
                .to(satellite)
                .submittedAt(InstantSource.system().instant());
    }

    private static long ours() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1_000;
    }

    private static long theirs() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.mapToLong(LifeMeasurement::ofServer).sum();
        }
    }

    private static long ofServer(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return stat.contains("(postgres)")
                    ? (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK_MICROS
                    : 0;
        } catch (IOException e) {
            // Not a process, or one that has ended.
            return 0;
        }
    }
}
