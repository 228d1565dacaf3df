package dev.perigee.store.postgres;

import java.time.Duration;

/// Which database to use, and as whom; how many connections at most, beside the two that write; and for how long
/// a caller is kept waiting for a database that has gone away. Prints without the password.
public record PostgresConfig(String url, String user, String password, int connectionsMax, Duration patience) {
    public static final int CONNECTIONS_MAX = 6;
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    public PostgresConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "database url \"" + url + "\": expected jdbc:postgresql://host:port/database");
        }
        if (connectionsMax < 2) {
            throw new IllegalArgumentException("connections " + connectionsMax + ": expected at least 2");
        }
    }

    /// With the usual number of connections and the usual patience.
    public static PostgresConfig of(String url, String user, String password) {
        return new PostgresConfig(url, user, password, CONNECTIONS_MAX, PATIENCE);
    }

    @Override
    public String toString() {
        return "PostgresConfig[url=" + url + ", user=" + user + ", password=***, connectionsMax=" + connectionsMax
                + ", patience=" + patience + "]";
    }
}
