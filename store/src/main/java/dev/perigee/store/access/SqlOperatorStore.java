package dev.perigee.store.access;

import dev.perigee.control.access.OperatorKey;
import dev.perigee.control.access.OperatorStore;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.store.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Operators' API keys in SQL. Thread-safe.
public final class SqlOperatorStore implements OperatorStore {
    private static final String ADD = """
            INSERT INTO operator_key (name, digest, role, team, created_by, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING
            """;
    private static final String LIST =
            "SELECT name, digest, role, team, created_by, created_at, expires_at FROM operator_key ORDER BY name";
    private static final String REMOVE = "DELETE FROM operator_key WHERE name = ?";

    private final Transactions database;

    public SqlOperatorStore(Transactions database) {
        this.database = database;
    }

    @Override
    public boolean add(OperatorKey key) {
        return database.write(statements -> statements.update(
                        ADD,
                        key.name(),
                        key.digest().hex(),
                        key.role().wireName(),
                        key.team() == null ? null : key.team().value(),
                        key.createdBy(),
                        key.createdAt().toEpochMilli(),
                        key.expiresAt() == null ? null : key.expiresAt().toEpochMilli()))
                == 1;
    }

    @Override
    public List<OperatorKey> list() {
        return database.read(statements -> statements.query(SqlOperatorStore::read, LIST));
    }

    @Override
    public boolean remove(String name) {
        return database.write(statements -> statements.update(REMOVE, name)) == 1;
    }

    private static OperatorKey read(ResultSet row) throws SQLException {
        String team = row.getString(4);
        long expires = row.getLong(7);
        Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expires);
        return new OperatorKey(
                row.getString(1),
                new Digest(row.getString(2)),
                Role.of(row.getString(3)),
                team == null ? null : new TeamName(team),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                expiresAt);
    }
}
