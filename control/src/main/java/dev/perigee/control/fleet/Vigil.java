package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How each satellite stands, in memory. A sign of life takes effect at once; silence when somebody looks, as of the
/// moment that it was long enough. Time in which nothing could be heard is no silence: before this was made, and while
/// the clock jumped or the process stood still. Thread-safe; blocks nobody.
public final class Vigil {
    /// Somebody looks every second. A gap of so much, or a third of what makes stale, is no gap but a jump.
    private static final Duration JUMP_MIN = Duration.ofSeconds(10);

    /// Threads may read the clock in one order and come here in another.
    private static final Duration ORDER_MAX = Duration.ofSeconds(1);

    private final Silence silence;
    private final InstantSource clock;
    private final FleetEvents events;
    private final Duration jump;
    private final Duplicates duplicates;
    private final Map<SatelliteId, Standing> standings = new ConcurrentHashMap<>();
    private final Set<SatelliteId> unkept = ConcurrentHashMap.newKeySet();
    private volatile Instant listening;
    private volatile Instant noticed;

    public Vigil(Silence silence, InstantSource clock, FleetEvents events) {
        this.silence = silence;
        this.clock = clock;
        this.events = events;
        this.duplicates = new Duplicates(silence.staleAfter(), clock, events);
        Duration third = silence.staleAfter().dividedBy(3);
        this.jump = third.compareTo(JUMP_MIN) > 0 ? third : JUMP_MIN;
        this.listening = clock.instant();
        this.noticed = listening;
    }

    /// Which satellites are several processes at a time.
    public Duplicates duplicates() {
        return duplicates;
    }

    /// How often each satellite is to send a heartbeat, so that two may be lost.
    public Duration heartbeatInterval() {
        return silence.staleAfter().dividedBy(3);
    }

    /// Goes on from what was written down of a satellite, unless it has been heard of already.
    void remember(Satellite satellite, List<LivenessChange> changes) {
        standings.computeIfAbsent(satellite.id(), _ -> begin(satellite, changes));
    }

    /// Notes that a satellite has just registered.
    void registered(SatelliteId id) {
        Instant now = notice();
        if (standings.putIfAbsent(id, Standing.begin(now, "it registered")) != null) {
            var _ = heard(id, "registered", now);
        }
    }

    /// Notes a sign of life of just now; false where nothing is known of the satellite, and then nothing is noted.
    boolean heard(SatelliteId id, String how) {
        return heard(id, how, notice());
    }

    private boolean heard(SatelliteId id, String how, Instant now) {
        List<FleetEvents.Became> told = new ArrayList<>(0);
        Standing heard = standings.computeIfPresent(id, (_, there) -> {
            // What was a silence before it ended stays one, though nobody had looked.
            Standing settled = settle(id, there, now, told).heard(now);
            return follow(id, settled, LivenessLifecycle.heard(settled, now, how), told);
        });
        tell(told);
        return heard != null;
    }

    /// How a satellite stands now. Of one that is not known here nothing is kept: it may be gone meanwhile.
    Standing standing(Satellite satellite) {
        Instant now = notice();
        return look(satellite.id(), now)
                .orElseGet(() -> settle(satellite.id(), begin(satellite, List.of()), now, new ArrayList<>(0)));
    }

    /// Sees who has become stale or dead.
    void look() {
        Instant now = notice();
        standings.forEach((id, standing) -> {
            if (!isSettled(standing, now)) {
                var _ = look(id, now);
            }
        });
    }

    /// The dead that have been it since before `moment`.
    List<SatelliteId> deadSince(Instant moment) {
        return standings.entrySet().stream()
                .filter(one -> isDeadSince(one.getValue(), moment))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Forgets one that has been dead since before `moment`, and nobody else: how it stood, or nothing when it
    /// has shown itself meanwhile.
    Optional<Standing> forget(SatelliteId id, Instant moment) {
        Standing there = standings.get(id);
        if (there == null || !isDeadSince(there, moment) || !standings.remove(id, there)) {
            return Optional.empty();
        }
        duplicates.forget(id);
        unkept.remove(id);
        return Optional.of(there);
    }

    /// Takes it back that one was forgotten.
    void restore(SatelliteId id, Standing standing) {
        standings.putIfAbsent(id, standing);
        unkept.add(id);
    }

    /// The changes of those that changed since they were written down.
    Map<SatelliteId, List<LivenessChange>> unkept() {
        Map<SatelliteId, List<LivenessChange>> changes = new HashMap<>();
        unkept.removeIf(id -> !standings.containsKey(id));
        unkept.forEach(id ->
                Optional.ofNullable(standings.get(id)).ifPresent(standing -> changes.put(id, standing.changes())));
        return changes;
    }

    /// These are written down; whoever has changed again meanwhile is not.
    void kept(Map<SatelliteId, List<LivenessChange>> changes) {
        changes.forEach((id, list) -> {
            unkept.remove(id);
            Standing standing = standings.get(id);
            if (standing != null && !standing.changes().equals(list)) {
                unkept.add(id);
            }
        });
    }

    private static Standing begin(Satellite satellite, List<LivenessChange> changes) {
        Instant seen = satellite.lastSeen().orElse(satellite.registeredAt());
        return changes.isEmpty()
                ? Standing.begin(satellite.registeredAt(), "it registered").heard(seen)
                : new Standing(changes, seen);
    }

    private static boolean isDeadSince(Standing standing, Instant moment) {
        return standing.state() == Liveness.DEAD && standing.now().at().isBefore(moment);
    }

    private Instant notice() {
        Instant now = clock.instant();
        Duration gap = Duration.between(noticed, now);
        if (gap.compareTo(jump) > 0 || gap.compareTo(ORDER_MAX.negated()) < 0) {
            listening = now;
        }
        noticed = now;
        return now;
    }

    private Optional<Standing> look(SatelliteId id, Instant now) {
        List<FleetEvents.Became> told = new ArrayList<>(0);
        Standing looked = standings.computeIfPresent(id, (_, there) -> settle(id, there, now, told));
        tell(told);
        return Optional.ofNullable(looked);
    }

    /// Whether nothing follows from its being `now`: so it is for nearly all, nearly always.
    private boolean isSettled(Standing standing, Instant now) {
        return !isAhead(standing, now)
                && LivenessLifecycle.passed(standing, silence, listening, now).isEmpty();
    }

    private static boolean isAhead(Standing standing, Instant now) {
        Instant latest = now.plus(ORDER_MAX);
        return standing.heard().isAfter(latest) || standing.now().at().isAfter(latest);
    }

    private Standing settle(SatelliteId id, Standing there, Instant now, List<FleetEvents.Became> told) {
        // A clock that was put back would otherwise count no silence until it is where it was.
        Standing settled = there;
        if (isAhead(there, now)) {
            settled = there.notAfter(now);
            unkept.add(id);
        }
        Optional<LivenessChange> change = LivenessLifecycle.passed(settled, silence, listening, now);
        while (change.isPresent()) {
            settled = follow(id, settled, change, told);
            change = LivenessLifecycle.passed(settled, silence, listening, now);
        }
        return settled;
    }

    private static Standing follow(
            SatelliteId id, Standing standing, Optional<LivenessChange> change, List<FleetEvents.Became> told) {
        if (change.isEmpty()) {
            return standing;
        }
        told.add(new FleetEvents.Became(id, standing.state(), change.get()));
        return standing.became(change.get());
    }

    private void tell(List<FleetEvents.Became> told) {
        for (FleetEvents.Became became : told) {
            unkept.add(became.satellite());
            events.became(became);
        }
    }
}
