package dev.perigee.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL server of all tests, with an empty database for each that asks: one of our own, started with
/// the first test and stopped with the JVM, or the one that
/// `-Dperigee.test.postgres=jdbc:postgresql://host/database?user=…` names.
final class TestServer {
    private static final @Nullable String GIVEN = System.getProperty("perigee.test.postgres");
    private static final AtomicInteger made = new AtomicInteger();
    private static @Nullable EmbeddedPostgres embedded;
    private static boolean templateMade;

    private TestServer() {}

    /// A database with the schema in place and nothing in it.
    static PostgresConfig database() {
        return copyOf("perigee_template_" + ProcessHandle.current().pid(), true);
    }

    /// A database with nothing in it, not even the schema.
    static PostgresConfig emptyDatabase() {
        return copyOf("template0", false);
    }

    /// Where the server of this database listens.
    static InetSocketAddress address(PostgresConfig database) {
        URI uri = URI.create(database.url().substring("jdbc:".length()));
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort());
    }

    /// Ends every connection to a database, as an administrator who restarts the server would.
    static void endConnections(PostgresConfig database) {
        String name =
                URI.create(database.url().substring("jdbc:".length())).getPath().substring(1);
        run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }

    /// Runs a statement as the administrator of the server.
    static void run(String sql) {
        runIn(config("postgres"), sql);
    }

    static void runIn(PostgresConfig database, String sql) {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static synchronized PostgresConfig copyOf(String template, boolean ours) {
        if (ours && !templateMade) {
            templateMade = true;
            run("CREATE DATABASE " + template + " TEMPLATE template0");
            PostgresStores.open(config(template), System::nanoTime).close();
        }
        String name = "perigee_test_" + ProcessHandle.current().pid() + "_" + made.incrementAndGet();
        run("CREATE DATABASE " + name + " TEMPLATE " + template);
        return config(name);
    }

    private static PostgresConfig config(String database) {
        return new PostgresConfig(url(database), "postgres", "", 3, Duration.ofSeconds(5));
    }

    private static String url(String database) {
        return GIVEN != null
                ? GIVEN.replaceFirst("(//[^/]*/)[^?]*", "$1" + database)
                : "jdbc:postgresql://127.0.0.1:" + embedded().getPort() + "/" + database + "?user=postgres";
    }

    private static synchronized EmbeddedPostgres embedded() {
        EmbeddedPostgres server = embedded;
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "60")
                        // A worker at work on the template would keep it from being copied.
                        .setServerConfig("autovacuum", "off")
                        .start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            embedded = server;
        }
        return server;
    }
}
