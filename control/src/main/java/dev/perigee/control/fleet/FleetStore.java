package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps satellites and registration tokens. Every method may be called from any thread and blocks until it is done;
/// what it wrote is durable then, except for `keepLastSeen`. Throws `StoreUnavailable` like `CommandStore`.
public interface FleetStore {
    void addToken(RegistrationToken token);

    Optional<KeptToken> token(TokenId id);

    /// The newest tokens of `team`, or of whomever if it is null.
    List<KeptToken> tokens(@Nullable TeamName team, int max);

    /// Takes a token back that is neither used nor taken back; else nothing happens.
    void revokeToken(TokenId id, String by, Instant now);

    /// Deletes tokens that expired before `moment`; how many.
    int pruneTokens(Instant moment);

    /// Uses the token up and adds the satellite, which is of the token's team, or gives it its new key, in one step: of
    /// any number of registrations with the same token exactly one is enrolled.
    Enrollment enroll(TokenId token, Satellite satellite, Instant now);

    /// Notes that the satellite is to have another key; false when there is none of this id.
    boolean wantKey(SatelliteId id, Instant now);

    /// Keeps the satellite's next key, in place of one that it was offered before; false when its key is not `current`.
    boolean offerKey(SatelliteId id, Digest current, KeyChange.Next next);

    /// The next key is the key from now on, and no other is wanted; false when `next` is not its next key.
    boolean confirmKey(SatelliteId id, Digest next, Instant now);

    Optional<Satellite> find(SatelliteId id);

    /// All satellites, by id.
    List<Satellite> list();

    /// Keeps what a satellite now says of itself; nothing happens when there is none of this id.
    void describe(SatelliteId id, SatelliteProfile profile);

    /// Writes down when satellites were last seen; may be lost when the machine stops.
    void keepLastSeen(Map<SatelliteId, Instant> lastSeen);
}
