package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A registered satellite: whose it is, what it said of itself, how its key is recognised and whether that is about to
/// change, when it was last seen as far as that has been written down, and the text of the key by which its signatures
/// are known, if it signs.
public record Satellite(
        SatelliteId id,
        SatelliteProfile profile,
        @Nullable TeamName onlyTeam,
        Digest secret,
        Instant registeredAt,
        @Nullable Instant lastSeenAt,
        KeyChange keyChange,
        @Nullable String signing) {

    /// One that signs nothing, and whose key is not about to change.
    public Satellite(
            SatelliteId id,
            SatelliteProfile profile,
            @Nullable TeamName onlyTeam,
            Digest secret,
            Instant registeredAt,
            @Nullable Instant lastSeenAt) {
        this(id, profile, onlyTeam, secret, registeredAt, lastSeenAt, KeyChange.NONE, null);
    }

    public Optional<TeamName> team() {
        return Optional.ofNullable(onlyTeam);
    }

    public Optional<Instant> lastSeen() {
        return Optional.ofNullable(lastSeenAt);
    }

    /// As it is shown while it stands like this: one moment's picture, of which no part is older than another.
    SatelliteView view(Standing standing) {
        return new SatelliteView(
                id,
                standing.state(),
                profile.version(),
                profile.platform(),
                onlyTeam,
                profile.group(),
                profile.labels(),
                profile.maxConcurrent(),
                registeredAt,
                standing.heard());
    }
}
