package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.KeyChange;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every `FleetStore` must do. A store's test extends this and gives each test an empty store. Times are kept to
/// the millisecond; what is below is cut off.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class FleetStoreContract extends IdentityStoreContract {
    @Test
    void aTokenEnrollsASatellite() {
        token(TOKEN, null);
        Satellite satellite = satellite(ID, "secret");

        assertThat(enroll(TOKEN, satellite)).isEqualTo(new Enrollment.Enrolled());

        assertThat(store().find(ID)).contains(satellite);
    }

    @Test
    void anUnknownTokenEnrollsNobody() {
        token(TOKEN, null);

        assertThat(enroll(SampleToken.id("other"), satellite(ID, "secret"))).isEqualTo(new Enrollment.TokenUnknown());

        assertThat(store().find(ID)).isEmpty();
    }

    @Test
    void aTokenIsUsedOnce() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "secret"));

        assertThat(enroll(TOKEN, satellite(OTHER, "secret"))).isEqualTo(new Enrollment.TokenUsed());
        assertThat(store().enroll(TOKEN, satellite(OTHER, "secret"), EXPIRY)).isEqualTo(new Enrollment.TokenUsed());

        assertThat(store().find(OTHER)).isEmpty();
    }

    @Test
    void aTokenExpiresAtItsEnd() {
        token(TOKEN, null);
        Satellite satellite = satellite(ID, "secret");

        assertThat(store().enroll(TOKEN, satellite, EXPIRY)).isEqualTo(new Enrollment.TokenExpired());
        assertThat(store().find(ID)).isEmpty();
        assertThat(store().enroll(TOKEN, satellite, EXPIRY.minusMillis(1))).isEqualTo(new Enrollment.Enrolled());
    }

    @Test
    void aTokenForOneSatelliteIsForNoOther() {
        token(TOKEN, ID);

        assertThat(enroll(TOKEN, satellite(OTHER, "secret"))).isEqualTo(new Enrollment.TokenForOther(ID));
        assertThat(store().find(OTHER)).isEmpty();
        assertThat(enroll(TOKEN, satellite(ID, "secret"))).isEqualTo(new Enrollment.Enrolled());
    }

    @Test
    void aTokenForNobodyInParticularDoesNotReplaceASatellite() {
        token(TOKEN, null);
        Satellite first = satellite(ID, "first");
        enroll(TOKEN, first);
        TokenId second = SampleToken.id("second token");
        token(second, null);

        assertThat(enroll(second, satellite(ID, "second"))).isEqualTo(new Enrollment.IdTaken());

        assertThat(store().find(ID)).contains(first);
        assertThat(enroll(second, satellite(OTHER, "second"))).isEqualTo(new Enrollment.Enrolled());
    }

    @Test
    void aTokenForTheSatelliteGivesItANewKey() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "first"));
        TokenId second = SampleToken.id("second token");
        token(second, ID);
        Satellite again = new Satellite(
                ID, SatelliteProfile.of("2.0", "windows/arm64"), null, Digest.of("second"), NOW.plusSeconds(9), null);

        assertThat(enroll(second, again)).isEqualTo(new Enrollment.Enrolled());

        assertThat(store().find(ID)).contains(again);
        assertThat(store().list()).containsExactly(again);
    }

    @Test
    void whoEnrollsIsOfTheTokensTeamWhateverItSays() {
        store().addToken(SampleToken.of(TOKEN, EXPIRY, null, new TeamName("blue")));

        assertThat(enroll(TOKEN, satellite(ID, "first"))).isEqualTo(new Enrollment.Enrolled());

        assertThat(store().find(ID).orElseThrow().team()).contains(new TeamName("blue"));
        assertThat(store().list()).extracting(Satellite::onlyTeam).containsExactly(new TeamName("blue"));
    }

    @Test
    void noTeamTakesOverAnothersSatelliteAndTheTokenStaysUnused() {
        store().addToken(SampleToken.of(TOKEN, EXPIRY, null, new TeamName("blue")));
        enroll(TOKEN, satellite(ID, "first"));
        TokenId red = SampleToken.id("red");
        TokenId nobodys = SampleToken.id("nobody's");
        store().addToken(SampleToken.of(red, EXPIRY, ID, new TeamName("red")));
        store().addToken(SampleToken.of(nobodys, EXPIRY, null, null));

        assertThat(enroll(red, satellite(ID, "second"))).isEqualTo(new Enrollment.OtherTeams());
        assertThat(enroll(nobodys, satellite(ID, "second"))).isEqualTo(new Enrollment.OtherTeams());

        assertThat(store().find(ID).orElseThrow().secret()).isEqualTo(Digest.of("first"));
        assertThat(enroll(nobodys, satellite(OTHER, "third"))).isEqualTo(new Enrollment.Enrolled());
    }

    @Test
    void ofManyEnrollmentsWithOneTokenExactlyOneWins() {
        token(TOKEN, null);

        List<Enrollment> enrollments = Crowd.run(24, i -> () -> enroll(TOKEN, satellite(id("sat-" + i), "secret")));

        assertThat(enrollments)
                .filteredOn(Enrollment.Enrolled.class::isInstance)
                .hasSize(1);
        assertThat(enrollments)
                .filteredOn(Enrollment.TokenUsed.class::isInstance)
                .hasSize(23);
        assertThat(store().list()).hasSize(1);
    }

    @Test
    void ofManyEnrollmentsOfOneIdExactlyOneWins() {
        for (int i = 0; i < 24; i++) {
            token(SampleToken.id("token " + i), null);
        }

        List<Enrollment> enrollments =
                Crowd.run(24, i -> () -> enroll(SampleToken.id("token " + i), satellite(ID, "secret " + i)));

        assertThat(enrollments)
                .filteredOn(Enrollment.Enrolled.class::isInstance)
                .hasSize(1);
        assertThat(enrollments).filteredOn(Enrollment.IdTaken.class::isInstance).hasSize(23);
    }

    @Test
    void aTokenIsAddedOnce() {
        token(TOKEN, ID);

        assertThatThrownBy(() -> token(TOKEN, null)).isInstanceOf(IllegalArgumentException.class);

        assertThat(enroll(TOKEN, satellite(OTHER, "secret"))).isEqualTo(new Enrollment.TokenForOther(ID));
    }

    @Test
    void satellitesAreListedById() {
        for (String name : List.of("b", "a-2", "a", "c", "10", "a_1")) {
            token(SampleToken.id(name), null);
            enroll(SampleToken.id(name), satellite(id(name), name));
        }

        assertThat(store().list())
                .extracting(satellite -> satellite.id().value())
                .containsExactly("10", "a", "a-2", "a_1", "b", "c");
    }

    @Test
    void whatASatelliteSaysOfItselfIsKept() {
        token(TOKEN, null);
        Satellite satellite = satellite(ID, "secret");
        enroll(TOKEN, satellite);
        store().keepLastSeen(Map.of(ID, NOW.plusSeconds(5)));
        SatelliteProfile profile = new SatelliteProfile(
                "2.0", "linux", new GroupName("web"), Labels.of(Map.of("env", "prod", "tier", "a.b/c")), 16);

        store().describe(ID, profile);
        store().describe(OTHER, profile);

        assertThat(store().list())
                .containsExactly(new Satellite(ID, profile, null, satellite.secret(), NOW, NOW.plusSeconds(5)));

        store().describe(ID, SatelliteProfile.of("3.0", "linux"));

        assertThat(store().find(ID).orElseThrow().profile()).isEqualTo(SatelliteProfile.of("3.0", "linux"));
    }

    @Test
    void groupAndLabelsAreKeptFromTheBeginning() {
        token(TOKEN, null);
        SatelliteProfile profile =
                new SatelliteProfile("2.0", "linux", new GroupName("web"), Labels.of(Map.of("env", "prod")), 1);
        Satellite satellite = new Satellite(ID, profile, null, Digest.of("secret"), NOW, NOW);

        enroll(TOKEN, satellite);

        assertThat(store().find(ID)).contains(satellite);
    }

    @Test
    void whatASatelliteSignsWithIsKeptUntilItRegistersAnew() {
        String first = "k".repeat(43);
        token(TOKEN, null);
        enroll(TOKEN, signing("first", first));

        store().describe(ID, SatelliteProfile.of("2.0", "linux"));
        store().keepLastSeen(Map.of(ID, NOW.plusSeconds(5)));

        assertThat(store().find(ID).orElseThrow().signing()).isEqualTo(first);

        String second = "s".repeat(43);
        token(SampleToken.id("second token"), ID);
        enroll(SampleToken.id("second token"), signing("second", second));

        assertThat(store().list()).extracting(Satellite::signing).containsExactly(second);

        token(SampleToken.id("third token"), ID);
        enroll(SampleToken.id("third token"), signing("third", null));

        assertThat(store().find(ID).orElseThrow().signing()).isNull();
    }

    @Test
    void whenASatelliteWasLastSeenIsKept() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "secret"));
        token(SampleToken.id("other"), null);
        Satellite other = satellite(OTHER, "secret");
        enroll(SampleToken.id("other"), other);
        Instant seen = NOW.plusMillis(4_567);

        store().keepLastSeen(Map.of(ID, seen, id("unknown"), seen));

        assertThat(store().find(ID).orElseThrow().lastSeen()).contains(seen);
        assertThat(store().find(OTHER)).contains(other);
        assertThat(store().find(id("unknown"))).isEmpty();
    }

    @Test
    void noneSeenIsNothing() {
        store().keepLastSeen(Map.of());

        assertThat(store().list()).isEmpty();
    }

    @Test
    void timesAreKeptToTheMillisecond() {
        store().addToken(SampleToken.of(TOKEN, EXPIRY.plusNanos(999_999), null, null));
        Satellite satellite = new Satellite(
                ID,
                SatelliteProfile.of("1.0", "linux"),
                null,
                Digest.of("secret"),
                NOW.plusNanos(999_999),
                NOW.plusNanos(1));

        assertThat(store().enroll(TOKEN, satellite, EXPIRY.plusNanos(1))).isEqualTo(new Enrollment.TokenExpired());
        assertThat(store().enroll(TOKEN, satellite, EXPIRY.minusNanos(1))).isEqualTo(new Enrollment.Enrolled());

        Satellite found = store().find(ID).orElseThrow();
        assertThat(found.registeredAt()).isEqualTo(NOW);
        assertThat(found.lastSeen()).contains(NOW);
    }

    private static Satellite signing(String secret, @Nullable String key) {
        return new Satellite(
                ID, SatelliteProfile.of("1.0", "linux"), null, Digest.of(secret), NOW, NOW, KeyChange.NONE, key);
    }
}
