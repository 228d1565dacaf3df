package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The connections that are open so far, closed again unless opening succeeds.
final class Opening implements AutoCloseable {
    private final List<Connection> opened = new ArrayList<>();

    Connection add(Connection connection) {
        opened.add(connection);
        return connection;
    }

    /// Everything is open; the connections have found their owners.
    void done() {
        opened.clear();
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : opened) {
            connection.close();
        }
    }
}
