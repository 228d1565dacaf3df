package dev.perigee.testkit.simulation;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Silence;
import dev.perigee.control.fleet.Vigil;
import dev.perigee.control.fleet.Vitals;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.store.InMemoryFleetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A fleet that beats, falls silent and comes back, before a control plane that stops, stands still, and whose clock
/// jumps and whose store fails: one run from one seed over the real `Census`. `LivenessBook` checks after each step.
public final class LivenessSimulation {
    static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));
    private static final Duration LENGTH = Duration.ofHours(3);
    private static final Duration BEAT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration KEEP = Duration.ofSeconds(10);
    /// The least gap that counts as a jump, and the most that a jump may be which does not.
    private static final Duration FAR = Duration.ofSeconds(32);
    private static final Duration NEAR = Duration.ofSeconds(5);

    private final Events events = new Events();
    private final SkewedClock clock = new SkewedClock(events);
    private final Chance chance;
    private final Flaw flaw;
    private final List<SatelliteId> satellites = new ArrayList<>();
    private final boolean[] silent;
    private final InMemoryFleetStore fleetStore = new InMemoryFleetStore();
    private final FaultyLivenessStore store;
    private final LivenessBook book;
    private Duration off = Duration.ZERO;
    private Duration standsUntil = Duration.ZERO;
    private Life life = new Life();
    private @Nullable Plane plane;
    private long beats;

    /// What is broken on purpose, to show that the book finds it.
    public enum Flaw {
        NONE,
        /// Nobody looks who is silent.
        NOBODY_LOOKS,
        /// Silence is too short by a third.
        IMPATIENT,
        /// What became of satellites is not written down.
        NOTHING_KEPT
    }

    private record Plane(Fleet fleet, Census census) {}

    private LivenessSimulation(long seed, Flaw flaw) {
        this.chance = new Chance(new SplittableRandom(seed));
        this.flaw = flaw;
        this.store = new FaultyLivenessStore(fleetStore, chance, flaw == Flaw.NOTHING_KEPT);
        int size = chance.between(1, 6);
        this.silent = new boolean[size];
        for (int i = 0; i < size; i++) {
            satellites.add(new SatelliteId("sat-" + (i + 1)));
        }
        this.book = new LivenessBook(events, satellites);
    }

    /// Runs `seed`. Throws an `AssertionError` that names it where an invariant does not hold; returns how often a
    /// satellite became something else.
    public static int run(long seed, Flaw flaw) {
        try {
            return new LivenessSimulation(seed, flaw).run();
        } catch (Violation e) {
            throw new AssertionError("liveness, seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private int run() {
        start();
        Plane first = current();
        satellites.forEach(id -> {
            String token = first.fleet()
                    .tokens()
                    .create(Caller.FIRST, TokenRequest.of(id))
                    .token();
            var _ = first.fleet().register(token, new RegistrationRequest(id, SatelliteProfile.of("1", "simulated")));
            book.heard(id);
        });
        for (int i = 0; i < satellites.size(); i++) {
            beatOn(i);
            changeMind(i);
        }
        trouble();
        while (events.now().compareTo(LENGTH) < 0) {
            events.next().orElseThrow().action().run();
        }
        return book.changes();
    }

    private Plane current() {
        return java.util.Objects.requireNonNull(plane);
    }

    private void start() {
        life = new Life();
        Silence silence = flaw == Flaw.IMPATIENT
                ? new Silence(SILENCE.staleAfter().multipliedBy(2).dividedBy(3), SILENCE.deadAfter())
                : SILENCE;
        Vigil vigil = new Vigil(silence, clock, book);
        Fleet fleet = new Fleet(fleetStore, new OpenSeal(), clock, chance.random(), vigil);
        Census census = new Census(new Census.Members(fleet, vigil, new Vitals(store, clock)), store, clock, null);
        census.remember();
        book.listens();
        if (book.hasLook()) {
            book.rememberedAs(census);
        }
        plane = new Plane(fleet, census);
        every(LOOK, life, () -> look(census));
        every(KEEP, life, () -> store.attempt(fleet::keepLastSeen));
        every(KEEP, life, () -> {
            if (store.attempt(census.vitals()::keepSome)) {
                book.vitalsKept();
            }
        });
    }

    private void look(Census census) {
        boolean looks = flaw != Flaw.NOBODY_LOOKS;
        boolean written = looks && store.attempt(census::look);
        book.isTold();
        if (looks) {
            book.looks(written, census);
        }
    }

    /// Its heart beats, a little sooner each time; while it is silent nobody hears it.
    private void beatOn(int index) {
        Duration pause = BEAT.minus(chance.between(Duration.ZERO, BEAT.dividedBy(6)));
        events.after(pause, Side.SATELLITE, World.ALWAYS, () -> {
            if (!silent[index] && !chance.of(0.02)) {
                arrives(satellites.get(index));
            }
            beatOn(index);
        });
    }

    private void arrives(SatelliteId id) {
        if (plane == null) {
            return;
        }
        Plane now = plane;
        whenItMoves(life, () -> {
            Violation.unless(now.fleet().saw(id), "a registered satellite is seen", id);
            book.heard(id);
            try {
                now.census().vitals().beat(id, heartbeat(++beats), null);
                book.beats(id, beats);
            } catch (StoreUnavailable _) {
                // The next comes in its time.
            }
            book.isLive(id, now.census());
        });
    }

    private void changeMind(int index) {
        Duration until = chance.skewed(Duration.ofSeconds(5), Duration.ofMinutes(silent[index] ? 15 : 30));
        events.after(until, Side.SATELLITE, World.ALWAYS, () -> {
            silent[index] = !silent[index];
            changeMind(index);
        });
    }

    private void trouble() {
        Duration until = chance.skewed(Duration.ofSeconds(10), Duration.ofMinutes(40));
        events.after(until, Side.WORLD, World.ALWAYS, () -> {
            switch (chance.between(0, 3)) {
                case 0 -> stop();
                case 1 -> standStill();
                default -> jump();
            }
            trouble();
        });
    }

    private void stop() {
        if (plane == null) {
            return;
        }
        plane = null;
        life.end();
        standsUntil = events.now();
        book.isGone();
        Duration down = chance.skewed(Duration.ofSeconds(1), Duration.ofMinutes(20));
        events.after(down, Side.WORLD, World.ALWAYS, this::start);
    }

    private void standStill() {
        if (plane != null) {
            standsUntil = events.now().plus(chance.skewed(FAR, Duration.ofMinutes(10)));
            book.standsUntil(standsUntil);
        }
    }

    private void jump() {
        if (chance.of(0.3)) {
            Duration near = chance.between(Duration.ZERO, NEAR);
            off = off.plus(near);
            book.creeps(near);
        } else {
            Duration far = chance.skewed(FAR, Duration.ofHours(3));
            off = chance.of(0.5) ? off.plus(far) : off.minus(far);
            book.jumps();
        }
        clock.jump(off);
    }

    private void every(Duration period, Life of, Runnable duty) {
        events.after(period, Side.CONTROL_PLANE, of, () -> {
            whenItMoves(of, duty);
            every(period, of, duty);
        });
    }

    /// A process that stands still does everything afterwards.
    private void whenItMoves(Life of, Runnable action) {
        if (events.now().compareTo(standsUntil) < 0) {
            events.after(standsUntil.minus(events.now()), Side.CONTROL_PLANE, of, () -> whenItMoves(of, action));
        } else {
            action.run();
        }
    }

    private static Heartbeat heartbeat(long number) {
        return new Heartbeat(
                Condition.ACTIVE, SystemMetrics.UNKNOWN, List.of(), 0, Map.of(), Map.of(), number, "1", null);
    }
}
