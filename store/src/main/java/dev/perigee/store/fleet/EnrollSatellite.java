package dev.perigee.store.fleet;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.KeptToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uses a token up and adds its satellite, or says why not.
record EnrollSatellite(TokenId id, Satellite satellite, Instant now) implements Transactions.Work<Enrollment> {
    private static final String FIND_TOKEN = TokenRow.SELECT + "WHERE id = ?";
    /// Of several at the same moment one changes the row; the others wait for its end and then find it used.
    private static final String USE_TOKEN = "UPDATE registration_token SET used_at = ?, used_by = ?"
            + " WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL";
    private static final String FIND_TEAM = "SELECT team FROM satellite WHERE id = ?";
    private static final String GIVE_TOKEN_BACK =
            "UPDATE registration_token SET used_at = NULL, used_by = NULL WHERE id = ?";
    private static final String PUT_SATELLITE = """
            INSERT INTO satellite (id, version, platform, secret_digest, registered_at, last_seen_at,
                group_name, labels, max_concurrent, team, traits, signing_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO\s""";
    private static final String UNLESS_THERE = PUT_SATELLITE + "NOTHING";
    private static final String OVER_WHAT_IS_THERE = PUT_SATELLITE + """
            UPDATE SET version = excluded.version, platform = excluded.platform,
                secret_digest = excluded.secret_digest,
                registered_at = excluded.registered_at, last_seen_at = excluded.last_seen_at,
                group_name = excluded.group_name, labels = excluded.labels, max_concurrent = excluded.max_concurrent,
                traits = excluded.traits, signing_key = excluded.signing_key,
                key_wanted_at = NULL, next_digest = NULL, next_until = NULL, key_since = NULL
            """;

    private record There(@Nullable String team) {}

    @Override
    public Enrollment run(Statements statements) throws SQLException {
        Optional<KeptToken> found = token(statements);
        Optional<Enrollment> refused = refusal(found);
        if (found.isEmpty() || refused.isPresent()) {
            return refused.orElseGet(Enrollment.TokenUnknown::new);
        }
        SatelliteId only = found.get().token().onlySatellite();
        String team = SatelliteRow.text(found.get().token().team());
        Optional<There> there = statements.first(
                row -> new There(row.getString(1)), FIND_TEAM, satellite.id().value());
        if (there.isPresent() && !Objects.equals(there.get().team(), team)) {
            return new Enrollment.OtherTeams();
        }
        if (statements.update(USE_TOKEN, now.toEpochMilli(), satellite.id().value(), id.value()) == 0) {
            return refusal(token(statements)).orElseGet(Enrollment.TokenUsed::new);
        }
        String put = only == null ? UNLESS_THERE : OVER_WHAT_IS_THERE;
        if (statements.update(put, SatelliteRow.values(satellite, team)) == 0) {
            statements.update(GIVE_TOKEN_BACK, id.value());
            return new Enrollment.IdTaken();
        }
        return new Enrollment.Enrolled();
    }

    private Optional<KeptToken> token(Statements statements) throws SQLException {
        return statements.first(TokenRow::read, FIND_TOKEN, id.value());
    }

    /// Why this token, as it is kept, lets this satellite in at no time.
    private Optional<Enrollment> refusal(Optional<KeptToken> found) {
        if (found.isEmpty()) {
            return Optional.of(new Enrollment.TokenUnknown());
        }
        KeptToken kept = found.get();
        Instant revokedAt = kept.revokedAt();
        SatelliteId only = kept.token().onlySatellite();
        if (kept.usedAt() != null) {
            return Optional.of(new Enrollment.TokenUsed());
        }
        if (revokedAt != null) {
            return Optional.of(new Enrollment.TokenRevoked(revokedAt));
        }
        if (kept.token().expiresAt().toEpochMilli() <= now.toEpochMilli()) {
            return Optional.of(new Enrollment.TokenExpired());
        }
        return only == null || only.equals(satellite.id())
                ? Optional.empty()
                : Optional.of(new Enrollment.TokenForOther(only));
    }
}
