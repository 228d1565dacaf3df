package dev.perigee.store.sqlite;

import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.protocol.SatelliteId;
import java.sql.SQLException;

/// Adds a registration token, once.
final class AddToken extends SqliteWrite<Integer> {
    private static final String ADD = """
            INSERT INTO registration_token (digest, expires_at, only_satellite) VALUES (?, ?, ?)
            ON CONFLICT (digest) DO NOTHING
            """;

    private final RegistrationToken token;

    AddToken(RegistrationToken token) {
        super(true);
        this.token = token;
    }

    @Override
    Integer run(Session session) throws SQLException {
        String only = token.satellite().map(SatelliteId::value).orElse(null);
        int added = session.update(ADD, token.digest().hex(), token.expiresAt().toEpochMilli(), only);
        if (added == 0) {
            throw new IllegalArgumentException("this registration token exists already");
        }
        return added;
    }
}
