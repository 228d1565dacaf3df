package dev.perigee.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.access.Caller;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import dev.perigee.protocol.target.Target;
import dev.perigee.testkit.fleet.OpenSeal;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final SatelliteId ONE = new SatelliteId("sat-1");
    private static final SatelliteId TWO = new SatelliteId("sat-2");
    private static final Silence SILENCE = new Silence(Duration.ofSeconds(90), Duration.ofMinutes(5));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryFleetStore store = new InMemoryFleetStore();
    private final Fleet fleet = fleet();

    @Test
    void aTokenBuysAKeyThatIsRecognised() {
        SatelliteKey key = register(token(null), ONE);

        assertThat(fleet.authenticate(key.reveal())).map(Satellite::id).contains(ONE);
        assertThat(fleet.knows(ONE)).isTrue();
        assertThat(fleet.knows(TWO)).isFalse();
    }

    @Test
    void noOtherKeyIsRecognised() {
        SatelliteKey key = register(token(null), ONE);

        assertThat(fleet.authenticate(key.reveal() + "x")).isEmpty();
        assertThat(fleet.authenticate(new SatelliteKey(TWO, key.secret()).reveal()))
                .isEmpty();
        assertThat(fleet.authenticate("")).isEmpty();
        assertThat(fleet.authenticate("no dot")).isEmpty();
        assertThat(fleet.authenticate("Not An Id.secret")).isEmpty();
    }

    @Test
    void aTokenIsGoodForOneRegistration() {
        String token = token(null);
        register(token, ONE);

        refused(token, TWO, ProblemType.REGISTRATION_TOKEN_USED);
    }

    @Test
    void aTokenThatWasNeverGivenOutIsRefused() {
        refused("perigee_satellite_global_guessed", ONE, ProblemType.REGISTRATION_TOKEN_INVALID);
    }

    @Test
    void aTokenExpiresAtItsInstant() {
        String early = token(null);
        String late = token(null);
        clock.advance(Duration.ofHours(1).minusMillis(1));
        register(early, ONE);

        clock.advance(Duration.ofMillis(1));

        refused(late, TWO, ProblemType.REGISTRATION_TOKEN_EXPIRED);
    }

    @Test
    void aTokenForOneSatelliteIsOfNoUseToAnother() {
        refused(token(ONE), TWO, ProblemType.FORBIDDEN);
    }

    @Test
    void anIdThatIsTakenIsRefusedAndTheTokenIsStillGood() {
        register(token(null), ONE);
        String token = token(null);

        refused(token, ONE, ProblemType.SATELLITE_EXISTS);

        register(token, TWO);
    }

    @Test
    void aNewKeyTakesTheOldOnesPlaceAtOnce() {
        SatelliteKey old = register(token(null), ONE);
        assertThat(fleet.authenticate(old.reveal())).isPresent();

        SatelliteKey next = register(token(ONE), ONE);

        assertThat(fleet.authenticate(old.reveal())).isEmpty();
        assertThat(fleet.authenticate(next.reveal())).map(Satellite::id).contains(next.satellite());
    }

    @Test
    void aSatelliteIsStaleThenDeadWhileItIsSilent() {
        register(token(null), ONE);
        fleet.saw(ONE);

        pass(SILENCE.staleAfter().minusMillis(1));
        assertThat(liveness(fleet)).isEqualTo(Liveness.LIVE);
        clock.advance(Duration.ofMillis(1));
        assertThat(liveness(fleet)).isEqualTo(Liveness.STALE);
        pass(SILENCE.deadAfter().minusMillis(1));
        assertThat(liveness(fleet)).isEqualTo(Liveness.STALE);
        clock.advance(Duration.ofMillis(1));
        assertThat(liveness(fleet)).isEqualTo(Liveness.DEAD);

        fleet.saw(ONE);
        assertThat(liveness(fleet)).isEqualTo(Liveness.LIVE);
    }

    @Test
    void whenASatelliteWasSeenOutlivesTheControlPlane() {
        register(token(null), ONE);
        clock.advance(Duration.ofHours(1));
        fleet.saw(ONE);
        Instant seen = clock.instant();

        fleet.keepLastSeen();

        assertThat(fleet().list(Caller.FIRST))
                .extracting(SatelliteView::lastSeen)
                .containsExactly(seen);
        assertThat(liveness(fleet())).isEqualTo(Liveness.LIVE);
    }

    @Test
    void aTargetMeansTheLiveSatellitesThatItFits() {
        fleetOfFour();

        assertThat(members("all")).containsExactly("db-1", "web-1", "web-2");
        assertThat(members("group:web")).containsExactly("web-1", "web-2");
        assertThat(members("label:env=prod")).containsExactly("db-1", "web-1");
        assertThat(members("label:env=prod,tier!=db")).containsExactly("web-1");
        assertThat(members("old-1")).as("named, whatever its state").containsExactly("old-1");
        assertThat(fleet.members(Caller.FIRST, Target.parse("all"), true)).hasSize(4);
        assertThat(fleet.list(Caller.FIRST, Target.parse("label:!env")))
                .extracting(satellite -> satellite.id().value())
                .containsExactly("old-1", "web-2");
    }

    @Test
    void aTargetThatMeansNobodySaysWhatThereIs() {
        assertThatThrownBy(() -> members("all"))
                .hasMessage("target \"all\": expected a satellite, and none has registered yet");
        fleetOfFour();

        assertThatThrownBy(() -> members("group:app"))
                .hasMessage("target \"group:app\": none of 4 satellites fits; expected one of the groups db, old, web");
        assertThatThrownBy(() -> members("label:zone=eu"))
                .hasMessage("target \"label:zone=eu\": none of 4 satellites fits; expected labels that some satellite"
                        + " has, such as env=prod, tier=db, tier=web");
        assertThatThrownBy(() -> members("web-9"))
                .hasMessage("target \"web-9\": none of 4 satellites fits; expected one that is registered: db-1, old-1,"
                        + " web-1, web-2");
        assertThatThrownBy(() -> members("group:old"))
                .hasMessage("target \"group:old\": expected a live satellite; 1 fits that is not live (old-1: dead),"
                        + " which --include-stale takes in");
    }

    @Test
    void whatASatelliteSaysOfItselfAtItsStartReplacesWhatItSaidBefore() {
        register(token(null), ONE);
        SatelliteProfile profile =
                new SatelliteProfile("2", "test", new GroupName("web"), Labels.of(Map.of("env", "prod")), 4);

        fleet.describe(ONE, profile);

        assertThat(fleet.list(Caller.FIRST).getFirst().group()).isEqualTo(new GroupName("web"));
        assertThat(fleet.list(Caller.FIRST).getFirst().maxConcurrent()).isEqualTo(4);
        assertThat(store.find(ONE).orElseThrow().profile()).isEqualTo(profile);
    }

    @Test
    void noSatelliteIsCalledAll() {
        refused(token(null), new SatelliteId("all"), ProblemType.INVALID_REQUEST);
    }

    private void fleetOfFour() {
        member("old-1", "old", Map.of());
        pass(Duration.ofHours(1));
        member("web-1", "web", Map.of("env", "prod", "tier", "web"));
        member("web-2", "web", Map.of());
        member("db-1", "db", Map.of("env", "prod", "tier", "db"));
    }

    /// Somebody looks so often that no jump of the clock is seen in it.
    private void pass(Duration time) {
        Duration step = SILENCE.staleAfter().dividedBy(3);
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(step) < 0 ? left : step);
            assertThat(fleet.list(Caller.FIRST)).isNotEmpty();
        }
    }

    private void member(String id, String group, Map<String, String> labels) {
        SatelliteProfile profile = new SatelliteProfile("1", "test", new GroupName(group), Labels.of(labels), null);
        fleet.register(token(null), new RegistrationRequest(new SatelliteId(id), profile));
    }

    private List<String> members(String target) {
        return fleet.members(Caller.FIRST, Target.parse(target), false).stream()
                .map(SatelliteId::value)
                .toList();
    }

    private Fleet fleet() {
        return new Fleet(store, new OpenSeal(), clock, new SplittableRandom(1), SILENCE);
    }

    private String token(@Nullable SatelliteId only) {
        return fleet.tokens().create(Caller.FIRST, TokenRequest.of(only)).token();
    }

    private SatelliteKey register(String token, SatelliteId id) {
        return fleet.register(token, new RegistrationRequest(id, SatelliteProfile.of("1", "test")));
    }

    private void refused(String token, SatelliteId id, ProblemType type) {
        assertThatThrownBy(() -> register(token, id))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    private static Liveness liveness(Fleet fleet) {
        return fleet.list(Caller.FIRST).getFirst().state();
    }
}
