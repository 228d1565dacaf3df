package dev.perigee.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.Caller;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.store.InMemoryLivenessStore;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CensusTest {
    private static final SatelliteId ONE = new SatelliteId("sat-1");
    private static final SatelliteId TWO = new SatelliteId("sat-2");
    private static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(START);
    private final InMemoryFleetStore fleetStore = new InMemoryFleetStore();
    private final InMemoryLivenessStore store = new InMemoryLivenessStore(fleetStore);
    private final List<String> told = new ArrayList<>();
    private @Nullable Duration deadKept;
    private Vigil vigil = vigil();
    private Fleet fleet = fleet();
    private Census census = census();

    @Test
    void eachChangeIsToldOnceWithItsTime() {
        register(ONE);
        pass(Duration.ofSeconds(400));
        fleet.saw(ONE);

        assertThat(told)
                .containsExactly(
                        "sat-1 live -> stale at 90", "sat-1 stale -> dead at 390", "sat-1 dead -> live at 400");
    }

    @Test
    void aSignOfLifeThatCameTooLateEndsASilenceThatNobodySaw() {
        register(ONE);
        for (int i = 0; i < 19; i++) {
            clock.advance(Duration.ofSeconds(5));
            fleet.saw(TWO);
        }
        fleet.saw(ONE);

        assertThat(told).containsExactly("sat-1 live -> stale at 90", "sat-1 stale -> live at 95");
    }

    @Test
    void aRestartMakesNobodyStaleWhoCouldNotHaveReported() {
        register(ONE);
        fleet.keepLastSeen();
        clock.advance(Duration.ofHours(8));
        restart();

        assertThat(state(ONE)).isEqualTo(Liveness.LIVE);
        pass(Duration.ofSeconds(89));
        assertThat(state(ONE)).isEqualTo(Liveness.LIVE);
        pass(Duration.ofSeconds(1));
        assertThat(state(ONE)).isEqualTo(Liveness.STALE);
    }

    @Test
    void howASatelliteStoodAndWhyOutlivesARestart() {
        register(ONE);
        pass(Duration.ofSeconds(100));
        List<LivenessChange> before = census.show(ONE).changes();
        clock.advance(Duration.ofDays(1));
        restart();

        assertThat(census.show(ONE).changes()).isEqualTo(before).hasSize(2);
        pass(Duration.ofSeconds(299));
        assertThat(state(ONE)).as("it could not report while there was nobody").isEqualTo(Liveness.STALE);
        pass(Duration.ofSeconds(1));
        assertThat(state(ONE)).isEqualTo(Liveness.DEAD);
    }

    @Test
    void aClockThatJumpsMakesNobodyStale() {
        register(ONE);
        pass(Duration.ofSeconds(10));
        clock.advance(Duration.ofHours(3));
        pass(Duration.ofSeconds(80));
        assertThat(state(ONE)).isEqualTo(Liveness.LIVE);

        clock.advance(Duration.ofHours(-6));
        pass(Duration.ofSeconds(80));
        assertThat(state(ONE)).isEqualTo(Liveness.LIVE);
        pass(Duration.ofSeconds(20));
        assertThat(state(ONE)).as("silence counts from the jump on").isEqualTo(Liveness.STALE);
    }

    @Test
    void aClockThatIsPutBackDoesNotKeepTheSilentFromBeingDead() {
        register(ONE);
        pass(Duration.ofSeconds(100));
        assertThat(state(ONE)).isEqualTo(Liveness.STALE);

        clock.advance(Duration.ofSeconds(-100));
        pass(Duration.ofSeconds(299));
        assertThat(state(ONE)).isEqualTo(Liveness.STALE);
        pass(Duration.ofSeconds(3));

        assertThat(state(ONE)).isEqualTo(Liveness.DEAD);
    }

    @Test
    void aHeartbeatIsShownAndOutlivesARestart() {
        register(ONE);
        pass(Duration.ofSeconds(30));
        census.vitals().beat(ONE, heartbeat(50, 1_000), "https://sat.example");
        pass(Duration.ofSeconds(30));
        census.vitals().beat(ONE, heartbeat(70, 4_000), null);
        census.vitals().keepSome();
        restart();

        SatelliteDetail detail = census.show(ONE);
        assertThat(detail.heartbeat()).isEqualTo(heartbeat(70, 4_000));
        assertThat(detail.heartbeatAt()).isEqualTo(START.plusSeconds(60));
        assertThat(detail.publicUrl()).isEqualTo("https://sat.example");
        assertThat(detail.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(metric("cpu_percent")).containsExactly(50f, 70f);
        assertThat(metric("rx_bytes_per_second")).containsExactly(null, 100f);
        assertThat(metric("errors_per_minute")).containsExactly(null, 4f);
    }

    @Test
    void theDeadAreKeptUnlessTheyAreToGo() {
        register(ONE);
        register(TWO);
        pass(Duration.ofSeconds(400));
        fleet.saw(TWO);

        assertThat(census.strikeOff()).isEmpty();
        deadKept = Duration.ofSeconds(60);
        census = census();
        assertThat(census.strikeOff()).as("dead for 10 s").isEmpty();
        pass(Duration.ofSeconds(60));

        assertThat(census.strikeOff()).containsExactly(ONE);
        assertThat(fleetStore.list()).extracting(Satellite::id).containsExactly(TWO);
        assertThatThrownBy(() -> census.show(ONE))
                .hasMessage("satellite \"sat-1\" is not registered; `perigee satellites` lists those that are");
        assertThat(fleet.knows(ONE)).isFalse();
    }

    @Test
    void whoShowsItselfBeforeItIsStruckOffStays() {
        register(ONE);
        pass(Duration.ofSeconds(500));
        Instant moment = clock.instant().minusSeconds(60);
        assertThat(vigil.deadSince(moment)).containsExactly(ONE);

        assertThat(fleet.saw(ONE)).isTrue();

        assertThat(fleet.strikeOff(ONE, moment, store)).isFalse();
        assertThat(fleetStore.find(ONE)).isPresent();
        assertThat(state(ONE)).isEqualTo(Liveness.LIVE);
    }

    @Test
    void whoShowsItselfWhileItIsStruckOffIsRefusedAndLeavesNothing() throws InterruptedException {
        SatelliteKey key = register(ONE);
        pass(Duration.ofSeconds(500));
        List<Boolean> seen = Collections.synchronizedList(new ArrayList<>());
        List<Thread> calls = new ArrayList<>();
        LivenessStore slow = new HookedLivenessStore(store, () -> {
            assertThat(fleet.authenticate(key.reveal())).isPresent();
            calls.add(Thread.ofVirtual().start(() -> seen.add(fleet.saw(ONE))));
        });

        assertThat(fleet.strikeOff(ONE, clock.instant(), slow)).isTrue();
        calls.getFirst().join();

        assertThat(seen).containsExactly(false);
        assertThat(fleet.authenticate(key.reveal())).isEmpty();
        pass(Duration.ofSeconds(500));
        assertThat(told).as("nobody is told of it again").last().isEqualTo("sat-1 stale -> dead at 390");
        assertThat(vigil.deadSince(clock.instant())).isEmpty();
        assertThat(store.changes()).isEmpty();
    }

    @Test
    void aStoreThatCannotStrikeOffLeavesItAsItWas() {
        register(ONE);
        pass(Duration.ofSeconds(500));
        LivenessStore broken = new HookedLivenessStore(store, () -> {
            throw new StoreUnavailable("the disk is full");
        });

        assertThatThrownBy(() -> fleet.strikeOff(ONE, clock.instant(), broken)).isInstanceOf(StoreUnavailable.class);

        assertThat(state(ONE)).isEqualTo(Liveness.DEAD);
        assertThat(census.show(ONE).changes()).hasSize(3);
        assertThat(fleet.saw(ONE)).isTrue();
    }

    @Test
    void whenItWasSeenIsAlsoRightAfterThatWasWrittenDown() {
        register(ONE);
        assertThat(fleet.show(ONE)).isPresent();
        pass(Duration.ofSeconds(60));
        fleet.saw(ONE);
        fleet.keepLastSeen();

        assertThat(fleet.show(ONE).orElseThrow().lastSeen()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void whatIsShownOfOneIsOfOneMoment() {
        register(ONE);
        InstantSource moving = () -> {
            clock.advance(Duration.ofSeconds(9));
            return clock.instant();
        };
        Vigil watching = new Vigil(SILENCE, moving, FleetEvents.NONE);
        Fleet moved = new Fleet(fleetStore, new OpenSeal(), moving, new SplittableRandom(1), watching);
        Census shown = new Census(new Census.Members(moved, watching, new Vitals(store, moving)), store, moving, null);
        shown.remember();

        for (int i = 0; i < 60; i++) {
            SatelliteDetail detail = shown.show(ONE);

            assertThat(detail.satellite().state())
                    .isEqualTo(detail.changes().getLast().state());
        }
        assertThat(moved.show(ONE).orElseThrow().state()).isEqualTo(Liveness.DEAD);
    }

    private record HookedLivenessStore(LivenessStore inner, Runnable beforeRemoval) implements LivenessStore {
        @Override
        public Map<SatelliteId, List<LivenessChange>> changes() {
            return inner.changes();
        }

        @Override
        public void keepChanges(Map<SatelliteId, List<LivenessChange>> changes) {
            inner.keepChanges(changes);
        }

        @Override
        public Optional<KeptVitals> vitals(SatelliteId id) {
            return inner.vitals(id);
        }

        @Override
        public void keepVitals(Collection<KeptVitals> vitals) {
            inner.keepVitals(vitals);
        }

        @Override
        public void remove(SatelliteId id) {
            beforeRemoval.run();
            inner.remove(id);
        }
    }

    private Vigil vigil() {
        return new Vigil(
                SILENCE,
                clock,
                event -> told.add(event.satellite() + " " + event.before().wireName() + " -> "
                        + event.change().state().wireName() + " at "
                        + Duration.between(START, event.change().at()).toSeconds()));
    }

    private Fleet fleet() {
        return new Fleet(fleetStore, new OpenSeal(), clock, new SplittableRandom(1), vigil);
    }

    private Census census() {
        Census next = new Census(new Census.Members(fleet, vigil, new Vitals(store, clock)), store, clock, deadKept);
        next.remember();
        return next;
    }

    private void restart() {
        vigil = vigil();
        fleet = fleet();
        census = census();
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            census.look();
        }
    }

    private Liveness state(SatelliteId id) {
        return fleet.show(id).orElseThrow().state();
    }

    private List<@Nullable Float> metric(String name) {
        return Objects.requireNonNull(
                census.vitals().series(ONE, Duration.ofMinutes(2)).metrics().get(name));
    }

    private SatelliteKey register(SatelliteId id) {
        String token =
                fleet.tokens().create(Caller.FIRST, TokenRequest.of(null)).token();
        return fleet.register(token, new RegistrationRequest(id, SatelliteProfile.of("1", "test")));
    }

    private static Heartbeat heartbeat(double cpu, long received) {
        SystemMetrics system = new SystemMetrics(cpu, 1L, 2L, 3.5, received, 5L, 6L);
        return new Heartbeat(Condition.ACTIVE, system, List.of(), 0, Map.of(), Map.of(), 2, "1", null);
    }
}
