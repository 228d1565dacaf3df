package dev.perigee.store.fleet;

import dev.perigee.control.fleet.KeyChange;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.registration.SystemInfo;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A satellite as a row, there and back: id, version, platform, digest of the key, registered, last seen,
/// group, labels, max-concurrent, team, traits, what it signs with, and what changes about the key. Times are cut to
/// the millisecond.
final class SatelliteRow {
    private SatelliteRow() {}

    /// As one of `team`'s.
    static @Nullable Object[] values(Satellite satellite, @Nullable String team) {
        SatelliteProfile profile = satellite.profile();
        return new @Nullable Object[] {
            satellite.id().value(),
            profile.version(),
            profile.platform(),
            satellite.secret().hex(),
            satellite.registeredAt().toEpochMilli(),
            satellite.lastSeen().map(Instant::toEpochMilli).orElse(null),
            group(profile),
            labels(profile),
            profile.maxConcurrent(),
            team,
            traits(profile),
            satellite.signing()
        };
    }

    /// The profile, and then the id.
    static @Nullable Object[] description(SatelliteId id, SatelliteProfile profile) {
        return new @Nullable Object[] {
            profile.version(),
            profile.platform(),
            group(profile),
            labels(profile),
            profile.maxConcurrent(),
            traits(profile),
            id.value()
        };
    }

    static Satellite read(ResultSet row) throws SQLException {
        Instant lastSeen = time(row, 6);
        String group = row.getString(7);
        String labels = row.getString(8);
        int running = row.getInt(9);
        Integer maxConcurrent = row.wasNull() ? null : running;
        String team = row.getString(10);
        String told = row.getString(11);
        Traits traits = told == null ? null : Json.WIRE.read(told, Traits.class);
        SatelliteProfile profile = new SatelliteProfile(
                row.getString(2),
                row.getString(3),
                group == null ? null : new GroupName(group),
                labels == null ? Labels.NONE : Json.WIRE.read(labels, Labels.class),
                maxConcurrent,
                traits == null ? null : traits.capabilities(),
                traits == null ? null : traits.system(),
                traits == null ? null : traits.routes());
        return new Satellite(
                new SatelliteId(row.getString(1)),
                profile,
                team == null ? null : new TeamName(team),
                new Digest(row.getString(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                lastSeen,
                keyChange(row),
                row.getString(12));
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static KeyChange keyChange(ResultSet row) throws SQLException {
        Instant wantedAt = time(row, 13);
        String digest = row.getString(14);
        Instant until = time(row, 15);
        KeyChange.Next next = digest == null || until == null ? null : new KeyChange.Next(new Digest(digest), until);
        return new KeyChange(wantedAt, next, time(row, 16));
    }

    /// What of a profile is nothing to ask for in SQL.
    private record Traits(
            @Nullable List<String> capabilities,
            @Nullable SystemInfo system,
            @Nullable List<String> routes) {}

    private static @Nullable String traits(SatelliteProfile profile) {
        boolean none = profile.capabilities().isEmpty()
                && profile.system() == null
                && profile.routes().isEmpty();
        return none ? null : Json.WIRE.text(new Traits(profile.capabilities(), profile.system(), profile.routes()));
    }

    static @Nullable String text(@Nullable TeamName team) {
        return team == null ? null : team.value();
    }

    private static @Nullable String group(SatelliteProfile profile) {
        return profile.group() == null ? null : profile.group().value();
    }

    private static @Nullable String labels(SatelliteProfile profile) {
        return profile.labels().values().isEmpty() ? null : Json.WIRE.text(profile.labels());
    }
}
