package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Gives satellites other keys: one is wanted, the satellite fetches it, and uses it, which makes it the only one.
/// Until then both work, and after `overlap` without any use the next one does no more. Thread-safe.
public final class KeyRotations {
    private final Fleet fleet;
    private final FleetStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration overlap;
    private final Consumer<SatelliteId> nudge;

    /// `nudge` has a satellite ask again soon, so that it learns of what is wanted.
    public KeyRotations(Fleet fleet, FleetStore store, Terms terms, RandomGenerator random) {
        this.fleet = fleet;
        this.store = store;
        this.clock = terms.clock();
        this.overlap = terms.overlap();
        this.nudge = terms.nudge();
        this.random = random;
    }

    /// By which time it goes, for how long both keys work, and who tells satellites.
    public record Terms(InstantSource clock, Duration overlap, Consumer<SatelliteId> nudge) {}

    /// The satellite is to have another key, which it fetches when it hears of that.
    public void want(SatelliteId id) {
        if (!changing(id, () -> store.wantKey(id, clock.instant()))) {
            throw new ProblemException(
                    ProblemType.SATELLITE_UNKNOWN,
                    "satellite \"" + id + "\" is not registered; `perigee satellites` lists those that are");
        }
        nudge.accept(id);
    }

    public boolean wanted(SatelliteId id) {
        return fleet.look(id)
                .filter(satellite -> satellite.keyChange().wantedAt() != null)
                .isPresent();
    }

    /// A next key for the satellite that asks for one. Asking again gives another, and the one before works no more.
    public KeyOffer offer(Satellite satellite) {
        SatelliteKey next = new SatelliteKey(satellite.id(), Secrets.create(random));
        Instant until = clock.instant().plus(overlap);
        KeyChange.Next offered = new KeyChange.Next(Digest.of(next.secret()), until);
        if (!changing(satellite.id(), () -> store.offerKey(satellite.id(), satellite.secret(), offered))) {
            throw new ProblemException(
                    ProblemType.UNAUTHORIZED, "the key of satellite \"" + satellite.id() + "\" has just changed");
        }
        return new KeyOffer(next, until);
    }

    /// Whatever comes of it, also when the store fails and may have done it, the fleet reads anew.
    private boolean changing(SatelliteId id, BooleanSupplier change) {
        try {
            return change.getAsBoolean();
        } finally {
            fleet.changed(id);
        }
    }
}
