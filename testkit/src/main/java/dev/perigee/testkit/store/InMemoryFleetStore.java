package dev.perigee.testkit.store;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.RegistrationToken;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The reference: satellites and tokens in memory. An instance is the durable state that outlives a control plane.
/// Thread-safe: its monitor guards everything. Deterministic: no clock, no threads, no hash order.
public final class InMemoryFleetStore implements FleetStore {
    private final TreeMap<SatelliteId, Satellite> satellites = new TreeMap<>();
    private final Map<Digest, RegistrationToken> tokens = new HashMap<>();
    private final Set<Digest> used = new HashSet<>();

    /// A store of its own that holds the same now.
    public synchronized InMemoryFleetStore copy() {
        InMemoryFleetStore copy = new InMemoryFleetStore();
        copy.satellites.putAll(satellites);
        copy.tokens.putAll(tokens);
        copy.used.addAll(used);
        return copy;
    }

    @Override
    public synchronized void addToken(RegistrationToken token) {
        if (tokens.putIfAbsent(token.digest(), token) != null) {
            throw new IllegalArgumentException("this registration token exists already");
        }
    }

    @Override
    public synchronized Enrollment enroll(Digest digest, Satellite satellite, Instant now) {
        RegistrationToken token = tokens.get(digest);
        if (token == null) {
            return new Enrollment.TokenUnknown();
        }
        if (used.contains(digest)) {
            return new Enrollment.TokenUsed();
        }
        if (!now.isBefore(token.expiresAt().truncatedTo(ChronoUnit.MILLIS))) {
            return new Enrollment.TokenExpired();
        }
        SatelliteId only = token.onlySatellite();
        if (only != null && !only.equals(satellite.id())) {
            return new Enrollment.TokenForOther(only);
        }
        Satellite there = satellites.get(satellite.id());
        if (there != null && !Objects.equals(there.onlyTeam(), token.team())) {
            return new Enrollment.OtherTeams();
        }
        if (only == null && satellites.containsKey(satellite.id())) {
            return new Enrollment.IdTaken();
        }
        used.add(digest);
        satellites.put(satellite.id(), toMillis(satellite, token.team()));
        return new Enrollment.Enrolled();
    }

    @Override
    public synchronized Optional<Satellite> find(SatelliteId id) {
        return Optional.ofNullable(satellites.get(id));
    }

    @Override
    public synchronized List<Satellite> list() {
        return List.copyOf(satellites.values());
    }

    @Override
    public synchronized void describe(SatelliteId id, SatelliteProfile profile) {
        satellites.computeIfPresent(
                id,
                (_, satellite) -> new Satellite(
                        id,
                        profile,
                        satellite.onlyTeam(),
                        satellite.secret(),
                        satellite.registeredAt(),
                        satellite.lastSeenAt(),
                        satellite.signing()));
    }

    @Override
    public synchronized void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        lastSeen.forEach((id, at) -> satellites.computeIfPresent(id, (_, satellite) -> seen(satellite, at)));
    }

    /// As if it had never registered.
    synchronized void remove(SatelliteId id) {
        satellites.remove(id);
    }

    private static Satellite seen(Satellite satellite, Instant at) {
        return new Satellite(
                satellite.id(),
                satellite.profile(),
                satellite.onlyTeam(),
                satellite.secret(),
                satellite.registeredAt(),
                at.truncatedTo(ChronoUnit.MILLIS),
                satellite.signing());
    }

    private static Satellite toMillis(Satellite satellite, @Nullable TeamName team) {
        return new Satellite(
                satellite.id(),
                satellite.profile(),
                team,
                satellite.secret(),
                satellite.registeredAt().truncatedTo(ChronoUnit.MILLIS),
                satellite
                        .lastSeen()
                        .map(at -> at.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(null),
                satellite.signing());
    }
}
