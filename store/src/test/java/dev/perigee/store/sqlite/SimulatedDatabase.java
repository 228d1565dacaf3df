package dev.perigee.store.sqlite;

import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.testkit.simulation.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The real SQLite stores over connections that fail at each statement as they are told to. When the process stops,
/// they
/// are opened again from what is in the files then: nothing is rolled back or tidied up before. When its machine stops,
/// the log loses a part of what no commit waited for.
final class SimulatedDatabase implements Disk {
    private final Path directory;
    private final Supplier<Io> next;
    private final RandomGenerator random;
    private final DiskDefect defect;
    private final List<Connection> open = new ArrayList<>();
    private int life;
    private Path file;
    private SqliteStores stores;
    private LogPosition synced = LogPosition.EMPTY;
    private boolean waits = true;
    private @Nullable Error stopped;

    SimulatedDatabase(Path directory, DiskDefect defect, Supplier<Io> next, RandomGenerator random) {
        this.directory = directory;
        this.defect = defect;
        this.next = next;
        this.random = random;
        this.file = TestDatabase.in(directory);
        this.stores = reopen();
    }

    @Override
    public CommandStore commands() {
        return stores.commands();
    }

    @Override
    public BroadcastStore broadcasts() {
        return stores.broadcasts();
    }

    @Override
    public FleetStore fleet() {
        return stores.fleet();
    }

    @Override
    public LivenessStore liveness() {
        return stores.liveness();
    }

    @Override
    public ConfigStore configs() {
        return stores.configs();
    }

    @Override
    public void stops(boolean machineToo) {
        try {
            Path left =
                    Files.createDirectory(directory.resolve("life-" + ++life)).resolve("perigee.db");
            LogPosition end = LogPosition.of(file);
            Files.copy(file, left);
            if (end.frames() > 0) {
                int kept = machineToo ? random.nextInt(end.safe(synced), end.frames() + 1) : end.frames();
                copyLog(left, end.length(kept));
            }
            closeAll();
            Files.delete(file);
            file = left;
            stores = reopen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closeAll();
    }

    private void copyLog(Path left, long length) throws IOException {
        Path log = Files.copy(TestDatabase.log(file), TestDatabase.log(left));
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private SqliteStores reopen() {
        stopped = null;
        waits = true;
        SqliteStores opened = SqliteStores.open(new DatabaseFile(file, this::fallible), GroupCommitWriter.LIMITS);
        synced = LogPosition.of(file);
        return opened;
    }

    private void closeAll() {
        try {
            for (Connection connection : open) {
                connection.close();
            }
            open.clear();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Nothing waits for the disk of the machine that runs this: what survives is decided here.
    private Connection fallible(Connection real) {
        open.add(real);
        execute(real, "PRAGMA synchronous = OFF");
        return FaultyConnection.around(real, this::execute);
    }

    private @Nullable Object execute(Connection connection, String sql, FaultyConnection.Execution execution)
            throws SQLException {
        Io io = ask();
        boolean fails = io == Io.FAILS || (io == Io.FULL && needsRoom(sql));
        if (fails) {
            // As SQLite does after grave failures, though not after all.
            if (random.nextBoolean()) {
                execute(connection, "ROLLBACK");
            }
            throw failure(io == Io.FULL ? SQLiteErrorCode.SQLITE_FULL : SQLiteErrorCode.SQLITE_IOERR);
        }
        Object outcome = works(connection, sql, execution);
        if (io == Io.FAILS_LATE) {
            FaultyConnection.discard(outcome);
            throw failure(SQLiteErrorCode.SQLITE_IOERR);
        }
        return outcome;
    }

    /// What is asked of a database whose process has stopped does not reach it.
    private Io ask() {
        if (stopped != null) {
            throw stopped;
        }
        try {
            return next.get();
        } catch (Error e) {
            stopped = e;
            throw e;
        }
    }

    private @Nullable Object works(Connection connection, String sql, FaultyConnection.Execution execution)
            throws SQLException {
        if (sql.startsWith("PRAGMA synchronous")) {
            waits = sql.endsWith("FULL");
            return false;
        }
        return switch (sql) {
            case "BEGIN IMMEDIATE" -> defect == DiskDefect.HAS_NO_TRANSACTIONS ? 0 : execution.run();
            case "ROLLBACK" -> rollback(connection, execution);
            case "COMMIT" -> commit(connection, execution);
            default -> execution.run();
        };
    }

    private @Nullable Object rollback(Connection connection, FaultyConnection.Execution execution) throws SQLException {
        if (defect == DiskDefect.KEEPS_WHAT_IS_UNDONE) {
            execute(connection, "COMMIT");
            return 0;
        }
        return defect == DiskDefect.HAS_NO_TRANSACTIONS ? 0 : execution.run();
    }

    private @Nullable Object commit(Connection connection, FaultyConnection.Execution execution) throws SQLException {
        if (defect == DiskDefect.COMMITS_NOTHING) {
            execute(connection, "ROLLBACK");
            return 0;
        }
        Object outcome = defect == DiskDefect.HAS_NO_TRANSACTIONS ? 0 : execution.run();
        if (waits && defect != DiskDefect.NEVER_WAITS_FOR_THE_DISK) {
            synced = LogPosition.of(file);
        }
        return outcome;
    }

    /// Beside the store, and in vain where there is nothing to end.
    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw new AssertionError(e);
            }
        }
    }

    private static boolean needsRoom(String sql) {
        return sql.startsWith("INSERT") || sql.startsWith("UPDATE") || sql.equals("COMMIT");
    }

    private static SQLiteException failure(SQLiteErrorCode code) {
        return new SQLiteException(code.message, code);
    }
}
