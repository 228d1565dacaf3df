package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.IdentityView;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the fleet is over time: remembers from the store, has the vigil look, writes down what came of it, strikes off
/// the long dead, and knows everything of one satellite. Thread-safe.
public final class Census {
    private final Fleet fleet;
    private final Vigil vigil;
    private final Vitals vitals;
    private final LivenessStore store;
    private final InstantSource clock;
    private final @Nullable Duration deadKept;

    /// `deadKept` is for how long the dead stay registered, null for ever.
    public Census(Members members, LivenessStore store, InstantSource clock, @Nullable Duration deadKept) {
        this.fleet = members.fleet();
        this.vigil = members.vigil();
        this.vitals = members.vitals();
        this.store = store;
        this.clock = clock;
        this.deadKept = deadKept;
    }

    /// Whom it is about.
    public record Members(Fleet fleet, Vigil vigil, Vitals vitals) {}

    public Vitals vitals() {
        return vitals;
    }

    public Duration heartbeatInterval() {
        return vigil.heartbeatInterval();
    }

    /// Goes on from what was written down. Once, before any satellite is heard.
    public void remember() {
        Map<SatelliteId, List<LivenessChange>> changes = store.changes();
        fleet.all().forEach(one -> vigil.remember(one, changes.getOrDefault(one.id(), List.of())));
    }

    /// Sees who has become stale or dead, and writes changes down.
    public void look() {
        vigil.look();
        Map<SatelliteId, List<LivenessChange>> changes = vigil.unkept();
        if (!changes.isEmpty()) {
            store.keepChanges(changes);
            vigil.kept(changes);
        }
    }

    /// Strikes off who has been dead for longer than the dead are kept.
    public List<SatelliteId> strikeOff() {
        if (deadKept == null) {
            return List.of();
        }
        Instant moment = clock.instant().minus(deadKept);
        List<SatelliteId> gone = vigil.deadSince(moment).stream()
                .filter(id -> fleet.strikeOff(id, moment, store))
                .toList();
        gone.forEach(vitals::forget);
        return gone;
    }

    /// Everything known of one. Throws the problem that there is none.
    public SatelliteDetail show(SatelliteId id) {
        Satellite satellite = fleet.look(id).orElseThrow(() -> unknown(id));
        Standing standing = vigil.standing(satellite);
        Optional<Pulse.Beat> newest = vitals.newest(id);
        return new SatelliteDetail(
                satellite.view(standing),
                standing.changes(),
                heartbeatInterval(),
                newest.map(Pulse.Beat::at).orElse(null),
                newest.map(Pulse.Beat::heartbeat).orElse(null),
                newest.map(Pulse.Beat::publicUrl).orElse(null),
                identity(satellite),
                null);
    }

    private IdentityView identity(Satellite satellite) {
        KeyChange key = satellite.keyChange();
        Instant since = key.since();
        return new IdentityView(
                satellite.profile().capabilities(),
                satellite.profile().system(),
                satellite.profile().routes(),
                since == null ? satellite.registeredAt() : since,
                key.wantedAt(),
                key.next().map(KeyChange.Next::until).orElse(null),
                vigil.duplicates().of(satellite.id()).orElse(null));
    }

    /// Throws the problem that there is none of that name.
    public void require(SatelliteId id) {
        if (!fleet.knows(id)) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(SatelliteId id) {
        return new ProblemException(
                ProblemType.SATELLITE_UNKNOWN,
                "satellite \"" + id + "\" is not registered; `perigee satellites` lists those that are");
    }
}
