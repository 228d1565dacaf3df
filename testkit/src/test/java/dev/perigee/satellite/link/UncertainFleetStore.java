package dev.perigee.satellite.link;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A store of which, when `fails` says so, a change of keys fails, before or after it was made: nobody can tell. One
/// that `revives` lets the key before go on when the next is confirmed, which is a defect.
record UncertainFleetStore(FleetStore kept, BooleanSupplier fails, boolean revives) implements FleetStore {
    @Override
    public boolean wantKey(SatelliteId id, Instant now) {
        return changed(() -> kept.wantKey(id, now));
    }

    @Override
    public boolean offerKey(SatelliteId id, Digest current, KeyChange.Next next) {
        return changed(() -> kept.offerKey(id, current, next));
    }

    @Override
    public boolean confirmKey(SatelliteId id, Digest next, Instant now) {
        Optional<Satellite> before = kept.find(id);
        boolean confirmed = changed(() -> kept.confirmKey(id, next, now));
        if (revives && confirmed) {
            Digest old = before.orElseThrow().secret();
            var _ = kept.offerKey(id, next, new KeyChange.Next(old, now.plus(Duration.ofDays(1))));
        }
        return confirmed;
    }

    private boolean changed(BooleanSupplier change) {
        if (fails.getAsBoolean()) {
            throw new StoreUnavailable("the database is away");
        }
        boolean done = change.getAsBoolean();
        if (fails.getAsBoolean()) {
            throw new OutcomeUnknown("the connection broke", new IOException("broken pipe"));
        }
        return done;
    }

    @Override
    public void addToken(RegistrationToken token) {
        kept.addToken(token);
    }

    @Override
    public Optional<KeptToken> token(TokenId id) {
        return kept.token(id);
    }

    @Override
    public List<KeptToken> tokens(@Nullable TeamName team, int max) {
        return kept.tokens(team, max);
    }

    @Override
    public void revokeToken(TokenId id, String by, Instant now) {
        kept.revokeToken(id, by, now);
    }

    @Override
    public int pruneTokens(Instant moment) {
        return kept.pruneTokens(moment);
    }

    @Override
    public Enrollment enroll(TokenId token, Satellite satellite, Instant now) {
        return kept.enroll(token, satellite, now);
    }

    @Override
    public Optional<Satellite> find(SatelliteId id) {
        return kept.find(id);
    }

    @Override
    public List<Satellite> list() {
        return kept.list();
    }

    @Override
    public void describe(SatelliteId id, SatelliteProfile profile) {
        kept.describe(id, profile);
    }

    @Override
    public void keepLastSeen(Map<SatelliteId, Instant> lastSeen) {
        kept.keepLastSeen(lastSeen);
    }
}
