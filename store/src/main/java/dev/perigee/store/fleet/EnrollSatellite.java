package dev.perigee.store.fleet;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uses a token up and adds its satellite, or says why not.
record EnrollSatellite(Digest digest, Satellite satellite, Instant now) implements Transactions.Work<Enrollment> {
    private static final String FIND_TOKEN =
            "SELECT expires_at, only_satellite, used_at, team FROM registration_token WHERE digest = ?";
    /// Of several at the same moment one changes the row; the others wait for its end and then find it used.
    private static final String USE_TOKEN =
            "UPDATE registration_token SET used_at = ? WHERE digest = ? AND used_at IS NULL";
    private static final String FIND_TEAM = "SELECT team FROM satellite WHERE id = ?";
    private static final String GIVE_TOKEN_BACK = "UPDATE registration_token SET used_at = NULL WHERE digest = ?";
    private static final String PUT_SATELLITE = """
            INSERT INTO satellite (id, version, platform, secret_digest, registered_at, last_seen_at,
                group_name, labels, max_concurrent, team, signing_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO\s""";
    private static final String UNLESS_THERE = PUT_SATELLITE + "NOTHING";
    private static final String OVER_WHAT_IS_THERE = PUT_SATELLITE + """
            UPDATE SET version = excluded.version, platform = excluded.platform,
                secret_digest = excluded.secret_digest,
                registered_at = excluded.registered_at, last_seen_at = excluded.last_seen_at,
                group_name = excluded.group_name, labels = excluded.labels, max_concurrent = excluded.max_concurrent,
                signing_key = excluded.signing_key
            """;

    private record Token(
            long expiresAt,
            @Nullable String onlySatellite,
            boolean used,
            @Nullable String team) {}

    private record There(@Nullable String team) {}

    @Override
    public Enrollment run(Statements statements) throws SQLException {
        Optional<Token> found = statements.first(
                row -> new Token(row.getLong(1), row.getString(2), row.getObject(3) != null, row.getString(4)),
                FIND_TOKEN,
                digest.hex());
        if (found.isEmpty()) {
            return new Enrollment.TokenUnknown();
        }
        Token token = found.get();
        if (token.used()) {
            return new Enrollment.TokenUsed();
        }
        if (token.expiresAt() <= now.toEpochMilli()) {
            return new Enrollment.TokenExpired();
        }
        String only = token.onlySatellite();
        if (only != null && !only.equals(satellite.id().value())) {
            return new Enrollment.TokenForOther(new SatelliteId(only));
        }
        Optional<There> there = statements.first(
                row -> new There(row.getString(1)), FIND_TEAM, satellite.id().value());
        if (there.isPresent() && !Objects.equals(there.get().team(), token.team())) {
            return new Enrollment.OtherTeams();
        }
        if (statements.update(USE_TOKEN, now.toEpochMilli(), digest.hex()) == 0) {
            return new Enrollment.TokenUsed();
        }
        String put = only == null ? UNLESS_THERE : OVER_WHAT_IS_THERE;
        if (statements.update(put, SatelliteRow.values(satellite, token.team())) == 0) {
            statements.update(GIVE_TOKEN_BACK, digest.hex());
            return new Enrollment.IdTaken();
        }
        return new Enrollment.Enrolled();
    }
}
