package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/// The database and how connections to it are set up. Every wait for it has an end.
final class Database {
    /// Every statement of ours finds its rows by an index made for it, and one plan of it does for all values.
    /// The planner would read whole tables while they look small to it, and keep that plan when they no longer
    /// are.
    private static final String PLANNER =
            "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off";

    private static final String WAITS = " -c statement_timeout=25s -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=30s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
            + " -c tcp_keepalives_count=3";

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;

    private final PostgresConfig config;

    Database(PostgresConfig config) {
        this.config = config;
    }

    PostgresConfig config() {
        return config;
    }

    /// Where connections come from that commit as the server is set up to.
    PGSimpleDataSource source() {
        return source("");
    }

    /// A connection whose commits are on disk when they are answered.
    Connection openDurable() throws SQLException {
        Connection connection = source().getConnection();
        run(
                connection,
                "SELECT set_config('synchronous_commit', 'on', false)"
                        + " WHERE current_setting('synchronous_commit') = 'off'");
        return connection;
    }

    /// A connection whose commits do not wait for the disk.
    Connection openLazy() throws SQLException {
        return source(" -c synchronous_commit=off").getConnection();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private PGSimpleDataSource source(String options) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setApplicationName("perigee");
        source.setOptions(PLANNER + WAITS + options);
        source.setPrepareThreshold(1);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }
}
