package dev.perigee.store.fleet;

import dev.perigee.control.fleet.KeptToken;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A registration token as a row, there and back. Times are cut to the millisecond.
final class TokenRow {
    static final String SELECT = """
            SELECT id, team, only_satellite, created_by, created_at, expires_at, used_by, used_at, revoked_by, revoked_at
            FROM registration_token
            """;

    private TokenRow() {}

    /// Up to when it expires.
    static @Nullable Object[] values(RegistrationToken token) {
        SatelliteId only = token.onlySatellite();
        return new @Nullable Object[] {
            token.id().value(),
            SatelliteRow.text(token.team()),
            only == null ? null : only.value(),
            token.createdBy(),
            token.createdAt().toEpochMilli(),
            token.expiresAt().toEpochMilli()
        };
    }

    static KeptToken read(ResultSet row) throws SQLException {
        String team = row.getString(2);
        return new KeptToken(
                new RegistrationToken(
                        new TokenId(row.getString(1)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        satellite(row, 3),
                        team == null ? null : new TeamName(team),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))),
                satellite(row, 7),
                SatelliteRow.time(row, 8),
                row.getString(9),
                SatelliteRow.time(row, 10));
    }

    private static @Nullable SatelliteId satellite(ResultSet row, int column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new SatelliteId(id);
    }
}
