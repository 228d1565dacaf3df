package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A PostgreSQL with its default settings, all of them durable, and a superuser `bench`.
public record PostgresServer(int port) {
    private static final Duration INIT_MAX = Duration.ofSeconds(60);
    private static final String ACCOUNT = "postgres";

    /// Starts it, to be ended with `opened`; empty when it is not installed.
    public static Optional<PostgresServer> start(Path data, Closing opened) throws IOException {
        Optional<Path> initdb = Programs.ofPostgres("initdb");
        Optional<Path> postgres = Programs.ofPostgres("postgres");
        if (initdb.isEmpty() || postgres.isEmpty()) {
            return Optional.empty();
        }
        Path cluster = Files.createDirectory(data.resolve("cluster"));
        List<String> account = List.of();
        if (System.getProperty("user.name").equals("root")) {
            account = List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT, "--init-groups");
            hand(cluster, data);
        }
        try (PeerProcess init = PeerProcess.start(
                data,
                Map.of(),
                command(
                        account,
                        initdb.get(),
                        "-D",
                        cluster.toString(),
                        "-U",
                        "bench",
                        "-A",
                        "trust",
                        "--no-locale"))) {
            init.awaitEnd(INIT_MAX);
        }
        int port = PeerProcess.freePort();
        opened.add(PeerProcess.start(
                        data,
                        Map.of(),
                        command(
                                account,
                                postgres.get(),
                                "-D",
                                cluster.toString(),
                                "-p",
                                "" + port,
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "max_connections=200")))
                .awaitPort(port);
        return Optional.of(new PostgresServer(port));
    }

    /// How to reach a database over JDBC.
    public String jdbc(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Makes another database, beside `postgres`.
    public void create(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc("postgres"), "bench", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
    }

    /// PostgreSQL refuses to run as root: its files are another account's, which must be able to reach them.
    private static void hand(Path cluster, Path data) throws IOException {
        Files.setOwner(
                cluster, cluster.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ACCOUNT));
        for (Path directory :
                List.of(data, Objects.requireNonNull(data.toAbsolutePath().getParent()))) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(directory, permissions);
        }
    }

    private static List<String> command(List<String> account, Path program, String... arguments) {
        return Stream.of(account.stream(), Stream.of(program.toString()), Stream.of(arguments))
                .flatMap(each -> each)
                .toList();
    }
}
