package dev.perigee.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// How many rows a second of the size of an event one thread puts into SQLite, with the keys that the table of events
/// has, in transactions of 1,600 that are each on disk before the next.
final class RowsLimit {
    private static final int ROWS = 320_000;
    private static final int TRANSACTION = 1_600;
    private static final String TABLE = """
            CREATE TABLE event (number INTEGER PRIMARY KEY, source TEXT, id TEXT, type TEXT, time INTEGER, subject TEXT,
            data TEXT, satellite TEXT, team TEXT, received_at INTEGER, UNIQUE (source, id)) STRICT""";
    private static final String DATA = "{\"tool\":\"read_file\",\"server\":\"files\",\"installation\":\"i-7\","
            + "\"team\":\"blue\",\"user\":\"u-1\",\"tookMillis\":17,\"success\":true}";

    private RowsLimit() {}

    static double measure(Path directory) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("rows.db"));
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute(TABLE);
            statement.execute("CREATE INDEX event_of_type ON event (type, number)");
            statement.execute("CREATE INDEX event_of_satellite ON event (satellite, number)");
            database.setAutoCommit(false);
            fill(database, 0, ROWS / 4);
            long begun = System.nanoTime();
            fill(database, ROWS / 4, ROWS);
            return (ROWS - ROWS / 4) / ((System.nanoTime() - begun) / 1e9);
        }
    }

    private static void fill(Connection database, int from, int to) throws SQLException {
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int number = from; number < to; number++) {
                String satellite = "bench-" + number / 20 % 100;
                insert.setLong(1, number);
                insert.setString(2, "/satellites/" + satellite);
                insert.setString(3, "01KAZZZZZZ" + (1_000_000_000_000_000L + number));
                insert.setString(4, "mcp.tool.executed");
                insert.setLong(5, number);
                insert.setString(6, "files");
                insert.setString(7, DATA);
                insert.setString(8, satellite);
                insert.setString(9, null);
                insert.setLong(10, number);
                insert.addBatch();
                if (number % TRANSACTION == TRANSACTION - 1) {
                    insert.executeBatch();
                    database.commit();
                }
            }
            insert.executeBatch();
            database.commit();
        }
    }
}
