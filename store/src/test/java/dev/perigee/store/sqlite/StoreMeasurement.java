package dev.perigee.store.sqlite;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.testkit.store.Crowd;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// Prints how long the store takes beside what the disk alone takes, on the file system of the directory given as
/// the only argument. Not run by the build.
final class StoreMeasurement {
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 4_000;
    private static final int CALLERS = 64;
    private static final int PER_CALLER = 1_000;

    private StoreMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        Path file = directory.resolve("measured.db");
        for (String name : List.of("measured.db", "measured.db-wal", "measured.db-shm")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        once("open, new file, cold JVM", () -> SqliteStores.open(file)).close();
        once("open, existing file", () -> SqliteStores.open(file)).close();
        once("open, existing file again", () -> SqliteStores.open(file)).close();
        disk(directory);
        try (SqliteStores stores = SqliteStores.open(file)) {
            alone(stores.commands());
            crowd(stores);
            reads(stores.commands());
        }
        disk(directory);
    }

    private static void alone(CommandStore store) throws Exception {
        List<Command> commands = new ArrayList<>();
        print("insert, one caller", WARM_UP, ROUNDS, () -> {
            Command command = SampleCommand.ping();
            store.insert(command);
            commands.add(command);
        });
        Crowd.run(1, _ -> () -> {
            print("insert, one caller on a virtual thread", 500, ROUNDS, () -> store.insert(SampleCommand.ping()));
            return true;
        });
        List<Command> next = new ArrayList<>(commands.reversed());
        print("apply lease (not durable), one caller", 500, 2_000, () -> {
            store.apply(List.of(SampleMove.leased(next.removeLast(), SampleCommand.START.plusSeconds(30))));
        });
        print("apply end (durable), one caller", 100, 2_000, () -> {
            store.apply(List.of(SampleMove.ended(next.removeLast(), SampleMove.COMPLETED)));
        });
        print("lease, then end, one caller", 100, 500, () -> {
            Command leased =
                    SampleMove.apply(store, SampleMove.leased(next.removeLast(), SampleCommand.START.plusSeconds(30)));
            SampleMove.apply(store, SampleMove.ended(leased, SampleMove.COMPLETED));
        });
    }

    private static void crowd(SqliteStores stores) {
        for (int round = 0; round < 3; round++) {
            BatchTransaction.Commits before = stores.writer().commits();
            long start = System.nanoTime();
            Crowd.run(CALLERS, i -> () -> {
                SatelliteId satellite = new SatelliteId("crowd-" + i);
                for (int n = 0; n < PER_CALLER; n++) {
                    stores.commands()
                            .insert(SampleCommand.sample().to(satellite).build());
                }
                return true;
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            long commits = stores.writer().commits().durable() - before.durable();
            System.out.printf(
                    "%-42s %,.0f/s, %d commits for %d%n",
                    "insert, " + CALLERS + " callers", CALLERS * PER_CALLER / seconds, commits, CALLERS * PER_CALLER);
        }
    }

    private static void reads(CommandStore store) throws Exception {
        SatelliteId satellite = new SatelliteId("crowd-7");
        List<Command> queue = store.queued(satellite, 100);
        print("find", WARM_UP, ROUNDS, () -> store.find(queue.getFirst().id()));
        print(
                "findAll of 10",
                WARM_UP,
                ROUNDS,
                () -> store.findAll(
                        queue.subList(0, 10).stream().map(Command::id).toList()));
        print("queued, 1 of 3000", WARM_UP, ROUNDS, () -> store.queued(satellite, 1));
        print("queued, 10 of 3000", WARM_UP, ROUNDS, () -> store.queued(satellite, 10));
        print("queued, none", WARM_UP, ROUNDS, () -> store.queued(new SatelliteId("idle"), 10));
        print("timeToLiveOver, none", WARM_UP, ROUNDS, () -> store.timeToLiveOver(SampleCommand.START, 500));
    }

    private static void disk(Path directory) throws Exception {
        Path file = directory.resolve("measured.bytes");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(4_096);
            print("fdatasync of a 4 KiB append", 500, 2_000, () -> {
                page.clear();
                channel.write(page);
                channel.force(false);
            });
        }
        Files.delete(file);
    }

    private static <T> T once(String what, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T value = work.call();
        System.out.printf("%-42s %.0f ms%n", what, (System.nanoTime() - start) / 1e6);
        return value;
    }

    private static void print(String what, int warmUp, int rounds, Step step) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            step.run();
        }
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            step.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-42s p50 %.0f us, p99 %.0f us%n", what, nanos[rounds / 2] / 1e3, nanos[rounds * 99 / 100] / 1e3);
    }

    private interface Step {
        void run() throws IOException;
    }
}
