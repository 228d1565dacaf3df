package dev.perigee.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL server on a port and in a directory that stay the same however often it dies. Its commits survive the
/// end of its processes, which is all that happens to them here.
final class Postgres implements AutoCloseable {
    private static final Duration GONE_MAX = Duration.ofSeconds(10);

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private Postgres(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = start();
    }

    static Postgres in(Path data) throws IOException {
        return new Postgres(data, Apart.freePort());
    }

    /// What a control plane's file says to keep everything here.
    String settings() {
        return "database: {url: \"postgresql://127.0.0.1:" + port + "/postgres\", user: postgres}\n";
    }

    /// SIGKILL of all its processes at once, and its start; returns when it answers.
    void killAndStart() throws Exception {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("PostgreSQL is gone", GONE_MAX, () -> all.stream().noneMatch(ProcessHandle::isAlive));
        server = start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "off")
                .start();
    }
}
