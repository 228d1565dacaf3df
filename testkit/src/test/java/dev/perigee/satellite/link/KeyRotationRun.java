package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.fleet.Silence;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// One history of a satellite's keys, over the real `KeyRotation`, `KeyRing`, `Fleet` and `KeyRotations`. After each
/// step: a key on disk opens, at most two do, and none does again that once did not.
final class KeyRotationRun implements KeySource {
    private static final SatelliteId ID = new SatelliteId("far");
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int STEPS = 80;
    private static final int TURNS_MAX = 5;

    private final SplittableRandom random;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryFleetStore kept = new InMemoryFleetStore();
    private final UncertainFleetStore store;
    private final Flaw flaw;
    private final MemoryKeyFile file;
    private final MemoryKeyFile beside;
    private final List<Given> given = new ArrayList<>();
    private final Set<SatelliteKey> over = new HashSet<>();
    private final List<SatelliteKey> late = new ArrayList<>();
    private Fleet fleet;
    private KeyRotations rotations;
    private KeyRing ring;
    private boolean calm = true;

    /// What is broken on purpose, to show that the checks find it.
    enum Flaw {
        NONE,
        /// What a satellite has written is gone after a crash.
        NOT_ON_DISK,
        /// A next key that nobody uses works for ever.
        NEVER_ENDS,
        /// The key before works on beside the one that took its place.
        OLD_KEY_REVIVES
    }

    /// A key, and until when it works unless it is used.
    private record Given(SatelliteKey key, Instant until) {}

    /// The satellite's process ends here.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private KeyRotationRun(long seed, Flaw flaw) throws IOException {
        this.random = new SplittableRandom(seed);
        this.flaw = flaw;
        this.store = new UncertainFleetStore(kept, () -> strikes(40), flaw == Flaw.OLD_KEY_REVIVES);
        this.file = new MemoryKeyFile(clock, this::maybeCrash, flaw == Flaw.NOT_ON_DISK);
        this.beside = new MemoryKeyFile(clock, this::maybeCrash, flaw == Flaw.NOT_ON_DISK);
        this.fleet = fleet();
        this.rotations = rotations();
        String token =
                fleet.tokens().create(Caller.FIRST, TokenRequest.of(null)).token();
        SatelliteKey first = fleet.register(token, new RegistrationRequest(ID, SatelliteProfile.of("1", "test")));
        given.add(new Given(first, Instant.MAX));
        file.write(first.reveal());
        file.sync();
        this.ring = open();
    }

    /// How often a key took another's place. Throws an `AssertionError` that names the seed where something does not
    /// hold.
    static int run(long seed, Flaw flaw) {
        try {
            return new KeyRotationRun(seed, flaw).run();
        } catch (AssertionError | IOException | LinkException | InterruptedException e) {
            throw new AssertionError("keys, seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private int run() throws IOException, LinkException, InterruptedException {
        calm = false;
        for (int step = 0; step < STEPS; step++) {
            try {
                step();
            } catch (Crash _) {
                restartSatellite();
            }
            check();
        }
        calm = true;
        restartSatellite();
        rotations.want(ID);
        for (int turn = 0; rotations.wanted(ID) && turn < TURNS_MAX; turn++) {
            turn();
        }
        check();
        assertThat(rotations.wanted(ID)).as("what is wanted is done").isFalse();
        assertThat(fleet.authenticate(ring.get().reveal())).as("its key opens").isPresent();
        assertThat(given.stream().filter(one -> works(one.key())))
                .as("it is the only one")
                .extracting(Given::key)
                .containsExactly(ring.get());
        return over.size();
    }

    private void step() throws IOException, InterruptedException {
        switch (random.nextInt(10)) {
            case 0, 1 -> attempt(() -> rotations.want(ID));
            case 2, 3, 4, 5 -> turn();
            case 6 -> attempt(() -> fleet.authenticate(ring.get().reveal()));
            case 7 -> {
                if (!late.isEmpty()) {
                    SatelliteKey present = late.remove(random.nextInt(late.size()));
                    attempt(() -> fleet.authenticate(present.reveal()).ifPresent(this::offered));
                }
            }
            case 8 -> clock.advance(Duration.ofSeconds(random.nextInt(900)));
            default -> {
                if (random.nextBoolean()) {
                    restartControlPlane();
                } else {
                    restartSatellite();
                }
            }
        }
    }

    /// As the satellite's loop does it when it was hinted at.
    private void turn() throws IOException, InterruptedException {
        if (ring.next().isEmpty() && !rotations.wanted(ID)) {
            return;
        }
        Backoff backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(20), random);
        try {
            new KeyRotation(this, ring, new KeyHints(), new KeyRotation.Age(null, clock), backoff).rotate();
        } catch (LinkException _) {
            // It tries again in its time.
        }
    }

    @Override
    public KeyOffer ask(SatelliteKey present) throws LinkException {
        onTheWay();
        if (strikes(10)) {
            late.add(present);
        }
        KeyOffer offer = answered(
                () -> offered(fleet.authenticate(present.reveal()).orElseThrow(() -> new StoreUnavailable("401"))));
        onTheWay();
        return offer;
    }

    @Override
    public boolean confirm(SatelliteKey next) throws LinkException {
        onTheWay();
        Optional<Satellite> known = answered(() -> fleet.authenticate(next.reveal()));
        onTheWay();
        return known.isPresent();
    }

    private KeyOffer offered(Satellite satellite) {
        KeyOffer offer = rotations.offer(satellite);
        given.add(new Given(offer.key(), clock.instant().plus(OVERLAP)));
        return offer;
    }

    /// A question or an answer is on its way: it may be lost, and either end may die.
    private void onTheWay() throws LinkException {
        maybeCrash();
        if (strikes(15)) {
            restartControlPlane();
            throw new LinkException("the control plane is gone");
        }
        if (strikes(15)) {
            throw new LinkException("lost");
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run();
    }

    private static <T> T answered(Call<T> call) throws LinkException {
        try {
            return call.run();
        } catch (StoreUnavailable | OutcomeUnknown | ProblemException e) {
            throw new LinkException(String.valueOf(e.getMessage()));
        }
    }

    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (StoreUnavailable | OutcomeUnknown | ProblemException _) {
            // Whoever asked is told.
        }
    }

    private void check() {
        boolean before = calm;
        calm = true;
        checked();
        calm = before;
    }

    private void checked() {
        List<SatelliteKey> working =
                given.stream().map(Given::key).filter(this::works).toList();
        assertThat(working).as("at most two keys work").hasSizeBetween(1, 2);
        assertThat(working).as("what is over stays over").noneMatch(over::contains);
        assertThat(onDisk()).as("a key on disk works").anyMatch(working::contains);
        Satellite satellite = kept.find(ID).orElseThrow();
        for (Given one : given) {
            if (!working.contains(one.key())) {
                over.add(one.key());
            } else if (!satellite.secret().fits(one.key().secret())) {
                assertThat(clock.instant()).as("unused beyond its time").isBefore(one.until());
            }
        }
        for (SatelliteKey key : over) {
            assertThat(fleet.authenticate(key.reveal()))
                    .as("nobody is let in with what is over")
                    .isEmpty();
        }
    }

    /// By what is kept, whatever the control plane has in memory.
    private boolean works(SatelliteKey key) {
        Satellite satellite = kept.find(ID).orElseThrow();
        return satellite.secret().fits(key.secret())
                || satellite
                        .keyChange()
                        .next()
                        .filter(next -> clock.instant().isBefore(next.until()))
                        .filter(next -> next.digest().fits(key.secret()))
                        .isPresent();
    }

    private List<SatelliteKey> onDisk() {
        return Stream.of(file, beside)
                .flatMap(one -> one.read().stream())
                .map(SatelliteKey::parse)
                .toList();
    }

    private void restartSatellite() throws IOException {
        file.crash();
        beside.crash();
        ring = open();
    }

    private void restartControlPlane() {
        fleet = fleet();
        rotations = rotations();
    }

    private void maybeCrash() {
        if (strikes(15)) {
            throw new Crash();
        }
    }

    private boolean strikes(int oneIn) {
        return !calm && random.nextInt(oneIn) == 0;
    }

    private KeyRing open() throws IOException {
        return KeyRing.open(file, beside, SatelliteKey.parse(file.read().orElse("")));
    }

    private Fleet fleet() {
        Silence silence = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));
        return new Fleet(store, new OpenSeal(), clock, random, silence);
    }

    private KeyRotations rotations() {
        Duration overlap = flaw == Flaw.NEVER_ENDS ? Duration.ofDays(1) : OVERLAP;
        return new KeyRotations(fleet, store, new KeyRotations.Terms(clock, overlap, _ -> {}), random);
    }
}
