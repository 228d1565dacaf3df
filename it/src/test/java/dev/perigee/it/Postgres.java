package dev.perigee.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A PostgreSQL server that the test owns, on a port and in a directory that stay the same however often it dies, with
/// every commit on disk before it is answered. It ends after the test; register it before what uses it.
final class Postgres implements AfterEachCallback {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration GONE_MAX = Duration.ofSeconds(10);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
    private static final String OPTIONS = "-c fsync=on -c synchronous_commit=on -c listen_addresses=127.0.0.1"
            + " -c unix_socket_directories= -c max_connections=40 -c shared_buffers=32MB";

    private @Nullable Cluster cluster;
    private @Nullable Process postmaster;

    /// A directory with a database in it, the program that serves it, and where that listens.
    private record Cluster(String program, Path data, int port) {
        String database() {
            return "postgresql://127.0.0.1:" + port + "/postgres";
        }
    }

    /// Makes an empty database in a directory that is not there yet, and starts; returns when it answers.
    void startIn(Path data) throws Exception {
        cluster = new Cluster(unpacked(data), data, Apart.freePort());
        start();
    }

    /// What a control plane's file says to keep everything here.
    String settings() {
        return "database: {url: \"" + running().database() + "\", user: postgres}\n";
    }

    /// SIGKILL of all its processes at once; returns when they are gone.
    void kill() throws Exception {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("PostgreSQL is gone", GONE_MAX, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /// SIGSTOP: its connections stay, and nothing is answered.
    void pause() throws Exception {
        signal("STOP");
    }

    void resume() throws Exception {
        signal("CONT");
    }

    /// Starts it again on what its last life left; returns when it has recovered and answers.
    void start() throws Exception {
        Cluster it = running();
        List<String> command = new ArrayList<>(asNobodySpecial());
        command.addAll(List.of(it.program(), "-D", it.data().toString(), "-p", String.valueOf(it.port())));
        command.addAll(List.of(OPTIONS.split(" ")));
        File log = it.data().resolveSibling(it.data().getFileName() + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        postmaster = process;
        Await.until("PostgreSQL answers, see " + log, READY_MAX, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("PostgreSQL did not start: " + Files.readString(log.toPath()));
            }
            return answers();
        });
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Process process = postmaster;
        if (process != null) {
            resume(); // a test that failed may have left it silent
            Ran.here("kill", "-INT", String.valueOf(process.pid())); // its "fast" way to stop
            if (!process.waitFor(GONE_MAX.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("PostgreSQL did not stop within " + GONE_MAX);
            }
        }
    }

    private void signal(String name) throws Exception {
        for (ProcessHandle process : processes()) {
            Ran.here("kill", "-" + name, String.valueOf(process.pid()));
        }
    }

    private List<ProcessHandle> processes() {
        Process process = postmaster;
        return process == null
                ? List.of()
                : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList();
    }

    private Cluster running() {
        Cluster it = cluster;
        if (it == null) {
            throw new AssertionError("PostgreSQL was not started");
        }
        return it;
    }

    private boolean answers() {
        DriverManager.setLoginTimeout((int) CONNECT_MAX.toSeconds());
        try (Connection connection =
                DriverManager.getConnection("jdbc:" + running().database(), "postgres", "")) {
            return connection.isValid((int) CONNECT_MAX.toSeconds());
        } catch (SQLException _) {
            return false;
        }
    }

    /// The server's program, unpacked and used once to make the database. The library that brings it along cannot
    /// start a second time where a server of its own was killed.
    private static String unpacked(Path data) throws IOException {
        try (EmbeddedPostgres _ = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            return Files.readString(data.resolve("postmaster.opts")).split(" ", 2)[0];
        }
    }

    /// PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody special.
    private static List<String> asNobodySpecial() throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        return root ? List.of("unshare", "--user") : List.of();
    }
}
