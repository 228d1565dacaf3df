package dev.perigee.testkit.store;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The reference: satellites and tokens in memory. An instance is the durable state that outlives a control plane.
/// Thread-safe: its monitor guards everything. Deterministic: no clock, no threads, no hash order.
public final class InMemoryFleetStore implements FleetStore {
    private final TreeMap<SatelliteId, Satellite> satellites = new TreeMap<>();
    private final TreeMap<String, KeptToken> tokens = new TreeMap<>();

    /// A store of its own that holds the same now.
    public synchronized InMemoryFleetStore copy() {
        InMemoryFleetStore copy = new InMemoryFleetStore();
        copy.satellites.putAll(satellites);
        copy.tokens.putAll(tokens);
        return copy;
    }

    @Override
    public synchronized void addToken(RegistrationToken token) {
        RegistrationToken cut = new RegistrationToken(
                token.id(),
                token.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                token.onlySatellite(),
                token.team(),
                token.createdBy(),
                token.createdAt().truncatedTo(ChronoUnit.MILLIS));
        if (tokens.putIfAbsent(token.id().value(), new KeptToken(cut, null, null, null, null)) != null) {
            throw new IllegalArgumentException("this registration token exists already");
        }
    }

    @Override
    public synchronized Optional<KeptToken> token(TokenId id) {
        return Optional.ofNullable(tokens.get(id.value()));
    }

    @Override
    public synchronized List<KeptToken> tokens(@Nullable TeamName team, int max) {
        return tokens.descendingMap().values().stream()
                .filter(kept -> team == null || team.equals(kept.token().team()))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized void revokeToken(TokenId id, String by, Instant now) {
        KeptToken kept = tokens.get(id.value());
        if (kept != null && kept.usedAt() == null && kept.revokedAt() == null) {
            tokens.put(id.value(), new KeptToken(kept.token(), null, null, by, now.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    @Override
    public synchronized int pruneTokens(Instant moment) {
        int before = tokens.size();
        tokens.values().removeIf(kept -> kept.token().expiresAt().isBefore(moment));
        return before - tokens.size();
    }

    @Override
    public synchronized Enrollment enroll(TokenId id, Satellite satellite, Instant now) {
        KeptToken kept = tokens.get(id.value());
        if (kept == null) {
            return new Enrollment.TokenUnknown();
        }
        RegistrationToken token = kept.token();
        Instant revokedAt = kept.revokedAt();
        if (kept.usedAt() != null) {
            return new Enrollment.TokenUsed();
        }
        if (revokedAt != null) {
            return new Enrollment.TokenRevoked(revokedAt);
        }
        if (!now.isBefore(token.expiresAt())) {
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
        if (only == null && there != null) {
            return new Enrollment.IdTaken();
        }
        tokens.put(id.value(), new KeptToken(token, satellite.id(), now.truncatedTo(ChronoUnit.MILLIS), null, null));
        satellites.put(satellite.id(), toMillis(satellite, token.team()));
        return new Enrollment.Enrolled();
    }

    @Override
    public synchronized boolean wantKey(SatelliteId id, Instant now) {
        return change(id, satellite -> {
            KeyChange key = satellite.keyChange();
            Instant wanted = key.wantedAt() == null ? now.truncatedTo(ChronoUnit.MILLIS) : key.wantedAt();
            return keyed(satellite, satellite.secret(), new KeyChange(wanted, key.offered(), key.since()));
        });
    }

    @Override
    public synchronized boolean offerKey(SatelliteId id, Digest current, KeyChange.Next next) {
        Satellite there = satellites.get(id);
        if (there == null || !there.secret().equals(current)) {
            return false;
        }
        KeyChange.Next cut = new KeyChange.Next(next.digest(), next.until().truncatedTo(ChronoUnit.MILLIS));
        KeyChange key = there.keyChange();
        return change(id, satellite -> keyed(satellite, current, new KeyChange(key.wantedAt(), cut, key.since())));
    }

    @Override
    public synchronized boolean confirmKey(SatelliteId id, Digest next, Instant now) {
        Satellite there = satellites.get(id);
        if (there == null
                || there.keyChange()
                        .next()
                        .filter(it -> it.digest().equals(next))
                        .isEmpty()) {
            return false;
        }
        return change(
                id, satellite -> keyed(satellite, next, new KeyChange(null, null, now.truncatedTo(ChronoUnit.MILLIS))));
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
                        satellite.keyChange(),
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

    private boolean change(SatelliteId id, UnaryOperator<Satellite> change) {
        return satellites.computeIfPresent(id, (_, satellite) -> change.apply(satellite)) != null;
    }

    private static Satellite keyed(Satellite satellite, Digest secret, KeyChange key) {
        return new Satellite(
                satellite.id(),
                satellite.profile(),
                satellite.onlyTeam(),
                secret,
                satellite.registeredAt(),
                satellite.lastSeenAt(),
                key,
                satellite.signing());
    }

    private static Satellite seen(Satellite satellite, Instant at) {
        return new Satellite(
                satellite.id(),
                satellite.profile(),
                satellite.onlyTeam(),
                satellite.secret(),
                satellite.registeredAt(),
                at.truncatedTo(ChronoUnit.MILLIS),
                satellite.keyChange(),
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
                KeyChange.NONE,
                satellite.signing());
    }
}
