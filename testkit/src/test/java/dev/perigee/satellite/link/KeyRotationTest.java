package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.access.Caller;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.control.fleet.Silence;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A satellite's key changes at a real fleet, and either end stops between any two steps.
class KeyRotationTest {
    private static final SatelliteId ID = new SatelliteId("far");
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryFleetStore store = new InMemoryFleetStore();
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<SatelliteId> nudged = new ArrayList<>();
    private Fleet fleet = fleet();
    private KeyRotations rotations = rotations();
    private SatelliteKey first = new SatelliteKey(ID, "not yet");

    @BeforeEach
    void register() throws IOException {
        String token =
                fleet.tokens().create(Caller.FIRST, TokenRequest.of(null)).token();
        first = fleet.register(token, new RegistrationRequest(ID, SatelliteProfile.of("1", "test")));
        Files.writeString(file(), first.reveal());
    }

    @Test
    void theNewKeyTakesTheOldOnesPlaceWhenItIsUsed() throws Exception {
        rotations.want(ID);
        assertThat(nudged).containsExactly(ID);
        assertThat(rotations.wanted(ID)).isTrue();

        life(Crash.NEVER).rotate();

        assertThat(lets(first)).isFalse();
        assertThat(lets(open().get())).isTrue();
        assertThat(open().get()).isNotEqualTo(first);
        assertThat(rotations.wanted(ID)).isFalse();
        assertThat(directory.resolve("key.next")).doesNotExist();
    }

    @Test
    void bothKeysWorkUntilTheNewOneIsUsed() {
        KeyOffer offer = rotations.offer(fleet.authenticate(first.reveal()).orElseThrow());

        assertThat(lets(first)).isTrue();
        assertThat(lets(first)).isTrue();
        assertThat(lets(offer.key())).isTrue();
        assertThat(lets(first)).isFalse();
        assertThat(lets(offer.key())).isTrue();
    }

    @Test
    void aKeyThatWasNotUsedInTimeIsWorthNothingAndTheOldOneStays() throws Exception {
        KeyOffer offer = rotations.offer(fleet.authenticate(first.reveal()).orElseThrow());
        open().keep(offer.key());
        assertThat(offer.until()).isEqualTo(clock.instant().plus(OVERLAP));
        clock.advance(OVERLAP);

        assertThat(lets(offer.key())).isFalse();
        assertThat(lets(first)).isTrue();
        assertThatThrownBy(() -> life(Crash.NEVER).rotate()).isInstanceOf(LinkException.class);

        assertThat(open().get()).isEqualTo(first);
        life(Crash.NEVER).rotate();
        assertThat(lets(open().get())).isTrue();
        assertThat(lets(first)).isFalse();
    }

    @Test
    void afterACrashAtAnyStepTheNextLifeHasAKeyThatWorksAndEndsWithANewOne() throws Exception {
        for (Crash crash : Crash.values()) {
            SatelliteKey before = open().get();
            rotations.want(ID);
            if (crash == Crash.NEVER) {
                life(crash).rotate();
            } else {
                assertThatThrownBy(() -> life(crash).rotate()).as(crash.name()).isInstanceOf(Stopped.class);
            }
            fleet = fleet();
            rotations = rotations();

            assertThat(lets(open().get()) || lets(before)).as(crash.name()).isTrue();
            life(Crash.NEVER).rotate();

            SatelliteKey after = open().get();
            assertThat(after).as(crash.name()).isNotEqualTo(before);
            assertThat(lets(after)).as(crash.name()).isTrue();
            assertThat(lets(before)).as(crash.name()).isFalse();
        }
    }

    @Test
    void aCrashBetweenTheTwoFilesLeavesTheNewKeyInUse() throws Exception {
        KeyOffer offer = rotations.offer(fleet.authenticate(first.reveal()).orElseThrow());
        open().keep(offer.key());
        assertThat(lets(offer.key())).as("confirmed, and then it stopped").isTrue();

        assertThat(open().get()).isEqualTo(offer.key());
        life(Crash.NEVER).rotate();
        assertThat(Files.readString(file()).strip()).isEqualTo(offer.key().reveal());

        Files.writeString(directory.resolve("key.next"), offer.key().reveal());
        life(Crash.NEVER).rotate();
        assertThat(lets(open().get()))
                .as("stopped before the second file was deleted")
                .isTrue();
    }

    @Test
    void theKeyBeforeIsOverAlsoWhenTheStoreCannotSayThatItWasReplaced() {
        KeyOffer offer = rotations.offer(fleet.authenticate(first.reveal()).orElseThrow());
        Iterator<Boolean> fails = List.of(false, true).iterator();
        Fleet uncertain = new Fleet(
                new UncertainFleetStore(store, fails::next, false),
                new OpenSeal(),
                clock,
                random,
                new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5)));

        assertThatThrownBy(() -> uncertain.authenticate(offer.key().reveal())).isInstanceOf(OutcomeUnknown.class);

        assertThat(uncertain.authenticate(first.reveal())).isEmpty();
        assertThat(uncertain.authenticate(offer.key().reveal())).isPresent();
    }

    @Test
    void askingAgainEndsTheOfferBefore() {
        Satellite satellite = fleet.authenticate(first.reveal()).orElseThrow();
        KeyOffer lost = rotations.offer(satellite);
        KeyOffer kept = rotations.offer(satellite);

        assertThat(lets(lost.key())).isFalse();
        assertThat(lets(kept.key())).isTrue();
    }

    /// Where a life ends.
    private enum Crash {
        NEVER,
        BEFORE_ASKING,
        AFTER_ASKING,
        BEFORE_CONFIRMING,
        AFTER_CONFIRMING
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private KeyRotation life(Crash crash) throws IOException {
        KeySource source = new KeySource() {
            @Override
            public KeyOffer ask(SatelliteKey present) throws LinkException {
                stopAt(Crash.BEFORE_ASKING, crash);
                Satellite satellite =
                        fleet.authenticate(present.reveal()).orElseThrow(() -> new LinkException("unauthorized"));
                KeyOffer offer = rotations.offer(satellite);
                stopAt(Crash.AFTER_ASKING, crash);
                return offer;
            }

            @Override
            public boolean confirm(SatelliteKey next) {
                stopAt(Crash.BEFORE_CONFIRMING, crash);
                boolean known = fleet.authenticate(next.reveal()).isPresent();
                stopAt(Crash.AFTER_CONFIRMING, crash);
                return known;
            }
        };
        return new KeyRotation(
                source,
                open(),
                new KeyHints(),
                new KeyRotation.Age(null, clock),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(20), random));
    }

    private static void stopAt(Crash step, Crash crash) {
        if (step == crash) {
            throw new Stopped();
        }
    }

    private boolean lets(SatelliteKey key) {
        return fleet.authenticate(key.reveal()).isPresent();
    }

    private KeyRing open() throws IOException {
        return KeyRing.open(file(), SatelliteKey.parse(Files.readString(file()).strip()));
    }

    private Path file() {
        return directory.resolve("key");
    }

    private Fleet fleet() {
        return new Fleet(
                store, new OpenSeal(), clock, random, new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5)));
    }

    private KeyRotations rotations() {
        return new KeyRotations(fleet, store, new KeyRotations.Terms(clock, OVERLAP, nudged::add), random);
    }
}
