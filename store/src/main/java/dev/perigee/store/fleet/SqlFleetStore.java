package dev.perigee.store.fleet;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.KeptToken;
import dev.perigee.control.fleet.KeyChange;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.store.sql.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Satellites and registration tokens in SQL. Thread-safe.
public final class SqlFleetStore implements FleetStore {
    /// So many are written down at once; a whole fleet in one transaction would hold up everybody's commands.
    /// What was written before a failure stays, which does no harm: it is the truth, and the caller writes it
    /// again.
    private static final int SEEN_BATCH = 500;

    private static final String ADD_TOKEN = """
            INSERT INTO registration_token (id, team, only_satellite, created_by, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;
    private static final String FIND_TOKEN = TokenRow.SELECT + "WHERE id = ?";
    private static final String NEWEST_TOKENS = TokenRow.SELECT + "ORDER BY id DESC LIMIT ?";
    private static final String NEWEST_OF_TEAM = TokenRow.SELECT + "WHERE team = ? ORDER BY id DESC LIMIT ?";
    private static final String REVOKE_TOKEN = "UPDATE registration_token SET revoked_by = ?, revoked_at = ?"
            + " WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL";
    private static final String PRUNE_TOKENS = "DELETE FROM registration_token WHERE expires_at < ?";
    private static final String WANT_KEY =
            "UPDATE satellite SET key_wanted_at = coalesce(key_wanted_at, ?) WHERE id = ?";
    private static final String OFFER_KEY =
            "UPDATE satellite SET next_digest = ?, next_until = ? WHERE id = ? AND secret_digest = ?";
    private static final String CONFIRM_KEY = """
            UPDATE satellite SET secret_digest = next_digest, key_since = ?, key_wanted_at = NULL, next_digest = NULL,
                next_until = NULL
            WHERE id = ? AND next_digest = ?
            """;
    private static final String SELECT = """
            SELECT id, version, platform, secret_digest, registered_at, last_seen_at,
                   group_name, labels, max_concurrent, team, traits, signing_key,
                   key_wanted_at, next_digest, next_until, key_since
            FROM satellite
            """;
    private static final String FIND = SELECT + "WHERE id = ?";
    private static final String LIST = SELECT + "ORDER BY id";
    private static final String DESCRIBE = """
            UPDATE satellite SET version = ?, platform = ?, group_name = ?, labels = ?, max_concurrent = ?,
                traits = ?
            WHERE id = ?
            """;
    private static final String SAW = "UPDATE satellite SET last_seen_at = ? WHERE id = ?";

    private final Transactions database;

    public SqlFleetStore(Transactions database) {
        this.database = database;
    }

    @Override
    public void addToken(RegistrationToken token) {
        int added = database.write(statements -> statements.update(ADD_TOKEN, TokenRow.values(token)));
        if (added == 0) {
            throw new IllegalArgumentException("this registration token exists already");
        }
    }

    @Override
    public Optional<KeptToken> token(TokenId id) {
        return database.read(statements -> statements.first(TokenRow::read, FIND_TOKEN, id.value()));
    }

    @Override
    public List<KeptToken> tokens(@Nullable TeamName team, int max) {
        return database.read(statements -> team == null
                ? statements.query(TokenRow::read, NEWEST_TOKENS, max)
                : statements.query(TokenRow::read, NEWEST_OF_TEAM, team.value(), max));
    }

    @Override
    public void revokeToken(TokenId id, String by, Instant now) {
        int _ = database.write(statements -> statements.update(REVOKE_TOKEN, by, now.toEpochMilli(), id.value()));
    }

    @Override
    public int pruneTokens(Instant moment) {
        return database.write(statements -> statements.update(PRUNE_TOKENS, moment.toEpochMilli()));
    }

    @Override
    public Enrollment enroll(TokenId token, Satellite satellite, Instant now) {
        return database.write(new EnrollSatellite(token, satellite, now));
    }

    @Override
    public boolean wantKey(SatelliteId id, Instant now) {
        return database.write(statements -> statements.update(WANT_KEY, now.toEpochMilli(), id.value())) > 0;
    }

    @Override
    public boolean offerKey(SatelliteId id, Digest current, KeyChange.Next next) {
        return database.write(statements -> statements.update(
                        OFFER_KEY, next.digest().hex(), next.until().toEpochMilli(), id.value(), current.hex()))
                > 0;
    }

    @Override
    public boolean confirmKey(SatelliteId id, Digest next, Instant now) {
        return database.write(statements -> statements.update(CONFIRM_KEY, now.toEpochMilli(), id.value(), next.hex()))
                > 0;
    }

    @Override
    public Optional<Satellite> find(SatelliteId id) {
        return database.read(statements -> statements.first(SatelliteRow::read, FIND, id.value()));
    }

    @Override
    public List<Satellite> list() {
        return database.read(statements -> statements.query(SatelliteRow::read, LIST));
    }

    @Override
    public void describe(SatelliteId id, SatelliteProfile profile) {
        int _ = database.write(statements -> statements.update(DESCRIBE, SatelliteRow.description(id, profile)));
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        List<@Nullable Object[]> rows = lastSeen.entrySet().stream()
                .map(seen -> new @Nullable Object[] {
                    seen.getValue().toEpochMilli(), seen.getKey().value()
                })
                .toList();
        for (int from = 0; from < rows.size(); from += SEEN_BATCH) {
            List<@Nullable Object[]> some = rows.subList(from, Math.min(from + SEEN_BATCH, rows.size()));
            int _ = database.writeLazily(statements -> {
                statements.updateAll(SAW, some);
                return some.size();
            });
        }
    }
}
