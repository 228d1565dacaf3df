package dev.perigee.testkit.simulation;

import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.FleetEvents;
import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.control.fleet.Silence;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.heartbeat.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is true of the satellites of a run, by the time that no clock can change: who could be heard since when, and
/// who was. Compares it with what the control plane believes, tells, and finds written down after it stopped.
final class LivenessBook implements FleetEvents {
    static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));
    private static final Duration STALE = SILENCE.staleAfter();
    private static final Duration DEAD = SILENCE.deadAfter();

    /// By so much ahead a clock is seen to have jumped, whenever it was looked at before; by less, perhaps.
    private static final Duration JUMP_SEEN = STALE.dividedBy(3);

    private final Events events;
    private final Duration slack;
    private final Map<SatelliteId, Mark> signs = new LinkedHashMap<>();
    private final Map<SatelliteId, Long> beats = new HashMap<>();
    private final Map<SatelliteId, Long> beatsKept = new HashMap<>();
    private final Map<SatelliteId, List<LivenessChange>> kept = new HashMap<>();
    private final Map<SatelliteId, Liveness> told = new HashMap<>();
    private Mark listening;
    private Duration attentive = Duration.ZERO;
    private Duration crept = Duration.ZERO;
    private boolean listens;
    private int changes;

    /// A moment, and how far the clock had crept ahead by then.
    private record Mark(Duration at, Duration crept) {}

    /// Somebody looks every `rhythm`.
    LivenessBook(Events events, Duration rhythm) {
        this.events = events;
        this.slack = rhythm.multipliedBy(2).plusSeconds(3);
        this.listening = new Mark(Duration.ZERO, crept);
    }

    /// How often a satellite became something else.
    int changes() {
        return changes;
    }

    /// Whether the control plane can not but hold this one for live.
    boolean isSurelyLive(SatelliteId id) {
        Mark sign = sign(id);
        Duration silence = events.now().minus(sign.at()).plus(crept.minus(sign.crept()));
        return listens && silence.compareTo(STALE.minus(slack)) < 0;
    }

    /// A sign of life has come in, and been noted.
    void heard(SatelliteId id, Fleet fleet) {
        signs.put(id, now());
        Liveness state = state(id, fleet);
        Violation.unless(state == Liveness.LIVE, "any sign of life revives", id + " is " + state);
    }

    void registered(SatelliteId id) {
        signs.put(id, now());
    }

    long nextBeat(SatelliteId id) {
        return beats.getOrDefault(id, 0L) + 1;
    }

    void beats(SatelliteId id, long number) {
        beats.put(id, number);
    }

    void vitalsKept(Collection<KeptVitals> vitals) {
        vitals.forEach(one ->
                beatsKept.put(one.satellite(), one.told().map(Heartbeat::errors).orElse(0L)));
    }

    /// Whether all of `these` is known to be written down.
    boolean hasKept(Map<SatelliteId, List<LivenessChange>> these) {
        return without(kept, these).isEmpty();
    }

    void kept(Map<SatelliteId, List<LivenessChange>> these) {
        kept.putAll(these);
    }

    /// What of `these` is not among `others`.
    static Map<SatelliteId, List<LivenessChange>> without(
            Map<SatelliteId, List<LivenessChange>> others, Map<SatelliteId, List<LivenessChange>> these) {
        Map<SatelliteId, List<LivenessChange>> rest = new HashMap<>(these);
        rest.entrySet()
                .removeIf(one -> told(one.getValue()).equals(told(others.getOrDefault(one.getKey(), List.of()))));
        return rest;
    }

    /// From now on silence counts anew.
    void listens() {
        listens = true;
        listening = now();
        attentive = events.now();
    }

    /// The control plane has stopped; with its machine, what was written down may be lost, and `left` is what is left.
    void isGone(boolean machineToo, LivenessStore left) {
        listens = false;
        if (machineToo) {
            kept.clear();
            kept.putAll(left.changes());
            beatsKept.clear();
        }
    }

    void standsUntil(Duration until) {
        listening = new Mark(until, crept);
        attentive = until;
    }

    /// The clock jumps by `far`, which may be back.
    void jumps(Duration far) {
        if (attentive.compareTo(events.now()) < 0) {
            attentive = events.now();
        }
        if (far.compareTo(JUMP_SEEN) > 0) {
            if (listening.at().compareTo(events.now()) < 0) {
                listening = now();
            }
        } else if (far.isPositive()) {
            crept = crept.plus(far);
        }
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
    void check() {
        if (listens) {
            signs.keySet().forEach(id -> {
                Liveness state = told.getOrDefault(id, Liveness.LIVE);
                Violation.unless(
                        silence(id).compareTo(STALE) <= 0 || state != Liveness.LIVE,
                        "it is told who is silent",
                        id + " was " + state + " when it was told of last");
            });
        }
    }

    /// Somebody has looked.
    void looked(Fleet fleet) {
        for (SatelliteId id : signs.keySet()) {
            Liveness state = state(id, fleet);
            if (silence(id).compareTo(STALE.plus(DEAD)) > 0) {
                Violation.unless(state == Liveness.DEAD, "who is silent for long is dead", id + " is " + state);
            } else if (silence(id).compareTo(STALE) > 0) {
                Violation.unless(state != Liveness.LIVE, "who is silent is not live", id + " is " + state);
            }
        }
    }

    /// What a control plane that has just started knows of the lives before.
    void remembered(Census census) {
        for (SatelliteId id : signs.keySet()) {
            SatelliteDetail shown = census.show(id);
            List<LivenessChange> written = kept.get(id);
            Violation.unless(
                    written == null || told(shown.changes()).equals(told(written)),
                    "how satellites stood is as it was written down",
                    id + ": " + shown.changes() + " instead of " + written);
            @Nullable Long number = beatsKept.get(id);
            long remembered = shown.heartbeat() == null ? 0 : shown.heartbeat().errors();
            Violation.unless(
                    number == null || remembered >= number,
                    "a heartbeat that was written down stays",
                    id + ": " + remembered + " instead of " + number);
            told.put(id, shown.satellite().state());
            beats.put(id, remembered);
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

    /// For how long the control plane must have noticed that nothing came.
    private Duration silence(SatelliteId id) {
        Duration sign = sign(id).at();
        Duration since = sign.compareTo(attentive) > 0 ? sign : attentive;
        return events.now().minus(since).minus(slack);
    }

    private static Liveness state(SatelliteId id, Fleet fleet) {
        return fleet.show(id)
                .orElseThrow(() -> new Violation("a registered satellite is known", id))
                .state();
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
