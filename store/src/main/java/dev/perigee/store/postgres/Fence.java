package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// What makes a lane's transactions safe to lose sight of. Each begins by writing its number down under the
/// lane's epoch, and fails if the epoch is another by now. So raising the epoch settles, for good, whether the
/// last transaction was committed: the number that stands there then is that of the last one that was, and none
/// can follow. Another control plane that takes the database over raises it too, and shuts this one out.
record Fence(Lane lane, long epoch) {
    /// Divides by zero under another epoch: the cheapest way to make a statement fail.
    static final String PASS = """
            UPDATE write_fence SET batch = CASE epoch WHEN ? THEN ? ELSE batch / (epoch - epoch) END WHERE lane = ?""";
    private static final String TAKE = "UPDATE write_fence SET owner = ?, epoch = epoch + 1";
    private static final String RAISE =
            "UPDATE write_fence SET epoch = epoch + 1 WHERE lane = ? AND owner = ? RETURNING epoch, batch";

    /// The lanes that write: one waits for the disk, the other does not.
    enum Lane {
        DURABLE(0),
        LAZY(1);

        private final int number;

        Lane(int number) {
            this.number = number;
        }
    }

    /// A raised fence, and the number of the last transaction that was committed before.
    record Raised(Fence fence, long lastBatch) {}

    /// Makes a new owner of both fences, and shuts out all who wrote before.
    static UUID take(Connection connection) throws SQLException {
        UUID owner;
        try (PreparedStatement statement = connection.prepareStatement("SELECT gen_random_uuid()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            owner = row.getObject(1, UUID.class);
        }
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setObject(1, owner);
            statement.executeUpdate();
        }
        return owner;
    }

    /// Waits for a transaction of the lane that is under way, if there is one.
    static Raised raise(Connection connection, Lane lane, UUID owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
            statement.setInt(1, lane.number);
            statement.setObject(2, owner);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("it has another owner", "22012");
                }
                return new Raised(new Fence(lane, row.getLong(1)), row.getLong(2));
            }
        }
    }

    /// The first statement of the transaction with this number.
    Step pass(long batch) {
        return new Pass(this, batch);
    }

    private record Pass(Fence fence, long batch) implements Step {
        @Override
        public String sql() {
            return PASS;
        }

        @Override
        public int bind(PreparedStatement statement, int from) throws SQLException {
            statement.setLong(from, fence.epoch());
            statement.setLong(from + 1, batch);
            statement.setInt(from + 2, fence.lane().number);
            return from + 3;
        }

        @Override
        public void read(ResultSet rows) {
            // The statement fails if it does not pass.
        }
    }
}
