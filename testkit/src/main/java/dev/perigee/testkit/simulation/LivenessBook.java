package dev.perigee.testkit.simulation;

import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is true of the satellites of a run, by the time that no clock can change: who could be heard since when, and
/// who was. Compares it with what the control plane believes, tells, and finds written down after it stopped.
final class LivenessBook implements FleetEvents {
    /// Somebody looks every second, a moment late at worst.
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static final Duration STALE = LivenessSimulation.SILENCE.staleAfter();
    private static final Duration DEAD = LivenessSimulation.SILENCE.deadAfter();

    private final Events events;
    private final List<SatelliteId> satellites;
    private final Map<SatelliteId, Mark> signs = new HashMap<>();
    private final Map<SatelliteId, Long> beats = new HashMap<>();
    private final Map<SatelliteId, Long> beatsKept = new HashMap<>();
    private final Map<SatelliteId, List<LivenessChange>> kept = new HashMap<>();
    private final Map<SatelliteId, Liveness> told = new HashMap<>();
    private Mark listening;
    private Duration crept = Duration.ZERO;
    private boolean looked;
    private int changes;

    /// A moment, and how far the clock had crept ahead by then.
    private record Mark(Duration at, Duration crept) {}

    LivenessBook(Events events, List<SatelliteId> satellites) {
        this.events = events;
        this.satellites = satellites;
        this.listening = new Mark(events.now(), crept);
    }

    int changes() {
        return changes;
    }

    boolean hasLook() {
        return looked;
    }

    void heard(SatelliteId id) {
        signs.put(id, now());
    }

    void beats(SatelliteId id, long number) {
        beats.put(id, number);
    }

    void vitalsKept() {
        beatsKept.putAll(beats);
    }

    /// From now on silence counts anew.
    void listens() {
        listening = now();
    }

    void isGone() {
        beats.clear();
    }

    void standsUntil(Duration until) {
        listening = new Mark(until, crept);
    }

    void jumps() {
        if (listening.at().compareTo(events.now()) < 0) {
            listening = now();
        }
    }

    /// By too little to be told from time.
    void creeps(Duration far) {
        crept = crept.plus(far);
    }

    @Override
    public void became(Became event) {
        changes++;
        told.put(event.satellite(), event.change().state());
        Mark sign = sign(event.satellite());
        switch (event.change().state()) {
            case STALE -> atLeast(STALE, later(sign, listening), "stale", event);
            case DEAD -> {
                Mark stale = new Mark(sign.at().plus(STALE), sign.crept());
                atLeast(DEAD, later(stale, listening), "dead", event);
            }
            case LIVE -> {}
        }
    }

    /// Whether who is silent was told of, though nobody asked to be shown anybody: that would be a look.
    void isTold() {
        satellites.forEach(this::isTold);
    }

    private void isTold(SatelliteId id) {
        Duration silence = events.now().minus(later(sign(id), listening).at()).minus(SLACK);
        Liveness state = told.getOrDefault(id, Liveness.LIVE);
        Violation.unless(
                silence.compareTo(STALE) <= 0 || state != Liveness.LIVE,
                "it is told who is silent",
                id + " was " + state + " when it was told of last");
    }

    /// Somebody looked, and what came of it is written down, or not.
    void looks(boolean written, Census census) {
        looked |= written;
        for (SatelliteId id : satellites) {
            SatelliteDetail shown = census.show(id);
            if (written) {
                kept.put(id, shown.changes());
            }
            Mark since = later(sign(id), listening);
            Liveness state = shown.satellite().state();
            Duration silence = events.now().minus(since.at()).minus(SLACK);
            if (silence.compareTo(STALE.plus(DEAD)) > 0) {
                Violation.unless(state == Liveness.DEAD, "who is silent for long is dead", id + " is " + state);
            } else if (silence.compareTo(STALE) > 0) {
                Violation.unless(state != Liveness.LIVE, "who is silent is not live", id + " is " + state);
            }
        }
    }

    void isLive(SatelliteId id, Census census) {
        Liveness state = census.show(id).satellite().state();
        Violation.unless(state == Liveness.LIVE, "any sign of life revives", id + " is " + state);
    }

    /// What a control plane that has just started knows of the lives before.
    void rememberedAs(Census census) {
        for (SatelliteId id : satellites) {
            SatelliteDetail shown = census.show(id);
            Violation.unless(
                    told(shown.changes()).equals(told(kept.getOrDefault(id, List.of()))),
                    "what is written down is what was believed when somebody looked last",
                    id + ": " + shown.changes() + " instead of " + kept.get(id));
            @Nullable Long number = beatsKept.get(id);
            long remembered = shown.heartbeat() == null ? 0 : shown.heartbeat().errors();
            Violation.unless(
                    number == null || remembered >= number,
                    "a heartbeat that was written down stays",
                    id + ": " + remembered + " instead of " + number);
        }
    }

    /// Without the moments: a clock that was put back corrects those that lie ahead.
    private static List<String> told(List<LivenessChange> changes) {
        return changes.stream().map(one -> one.state() + ": " + one.why()).toList();
    }

    private void atLeast(Duration wanted, Mark since, String what, Became event) {
        Duration silence = events.now().minus(since.at()).plus(crept.minus(since.crept()));
        Violation.unless(
                silence.compareTo(wanted) >= 0,
                "nobody is " + what + " who was heard or could not be",
                event + " after " + silence);
    }

    private Mark sign(SatelliteId id) {
        return signs.getOrDefault(id, now());
    }

    private Mark now() {
        return new Mark(events.now(), crept);
    }

    private static Mark later(Mark one, Mark other) {
        return one.at().compareTo(other.at()) > 0 ? one : other;
    }
}
