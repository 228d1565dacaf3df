package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.fleet.Enrollment;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.KeptToken;
import dev.perigee.control.fleet.KeyChange;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.registration.SystemInfo;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every `FleetStore` must do with tokens that are taken back, with keys that change, and with what satellites say
/// of themselves. A part of `FleetStoreContract`.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class IdentityStoreContract {
    static final Instant NOW = SampleCommand.START;
    static final Instant EXPIRY = NOW.plusSeconds(3_600);
    static final SatelliteId ID = SampleCommand.SATELLITE;
    static final SatelliteId OTHER = SampleCommand.OTHER_SATELLITE;
    static final TokenId TOKEN = SampleToken.id("token");

    /// The store under test, empty at first; the same one throughout a test.
    protected abstract FleetStore store();

    @Test
    void aTokenThatWasTakenBackEnrollsNobodyAndIsShownSo() {
        token(TOKEN, null);
        store().revokeToken(TOKEN, "ada", NOW.plusSeconds(1));
        store().revokeToken(TOKEN, "eve", NOW.plusSeconds(2));

        assertThat(enroll(TOKEN, satellite(ID, "secret"))).isEqualTo(new Enrollment.TokenRevoked(NOW.plusSeconds(1)));

        assertThat(store().find(ID)).isEmpty();
        assertThat(store().token(TOKEN))
                .contains(new KeptToken(
                        SampleToken.of(TOKEN, EXPIRY, null, null), null, null, "ada", NOW.plusSeconds(1)));
    }

    @Test
    void aTokenThatWasUsedIsNotTakenBack() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "secret"));

        store().revokeToken(TOKEN, "ada", NOW.plusSeconds(1));

        assertThat(store().token(TOKEN))
                .contains(new KeptToken(SampleToken.of(TOKEN, EXPIRY, null, null), ID, NOW, null, null));
    }

    @Test
    void ofATokensUseAndItsRevocationAtOneMomentOneCounts() {
        for (int round = 0; round < 8; round++) {
            TokenId id = SampleToken.id("round " + round);
            Satellite satellite = satellite(id("sat-" + round), "secret");
            token(id, null);

            List<Boolean> enrolled = Crowd.run(2, i -> () -> {
                if (i == 0) {
                    store().revokeToken(id, "ada", NOW);
                    return false;
                }
                return enroll(id, satellite) instanceof Enrollment.Enrolled;
            });

            KeptToken kept = store().token(id).orElseThrow();
            assertThat(kept.usedAt() != null).isEqualTo(enrolled.contains(true));
            assertThat(kept.revokedAt() != null).isNotEqualTo(enrolled.contains(true));
        }
    }

    @Test
    void tokensAreListedByTeamAndForgottenWhenTheyAreOld() {
        TeamName blue = new TeamName("blue");
        token(TOKEN, ID);
        store().addToken(SampleToken.of(SampleToken.id("blue"), EXPIRY.plusSeconds(1), null, blue));

        assertThat(store().tokens(null, 10)).hasSize(2);
        assertThat(store().tokens(null, 1)).hasSize(1);
        assertThat(store().tokens(blue, 10))
                .extracting(kept -> kept.token().id())
                .containsExactly(SampleToken.id("blue"));

        assertThat(store().pruneTokens(EXPIRY.plusMillis(1))).isEqualTo(1);

        assertThat(store().token(TOKEN)).isEmpty();
        assertThat(store().tokens(null, 10)).hasSize(1);
    }

    @Test
    void aNextKeyTakesTheKeysPlaceWhenItIsConfirmed() {
        token(TOKEN, null);
        Satellite satellite = satellite(ID, "first");
        enroll(TOKEN, satellite);
        KeyChange.Next next = new KeyChange.Next(Digest.of("second"), NOW.plusSeconds(60));

        assertThat(store().wantKey(ID, NOW)).isTrue();
        assertThat(store().wantKey(ID, NOW.plusSeconds(5))).isTrue();
        assertThat(store().offerKey(ID, Digest.of("first"), next)).isTrue();
        assertThat(store().find(ID).orElseThrow().keyChange()).isEqualTo(new KeyChange(NOW, next, null));
        assertThat(store().confirmKey(ID, Digest.of("second"), NOW.plusSeconds(9)))
                .isTrue();

        assertThat(store().find(ID).orElseThrow().secret()).isEqualTo(Digest.of("second"));
        assertThat(store().find(ID).orElseThrow().keyChange()).isEqualTo(new KeyChange(null, null, NOW.plusSeconds(9)));
    }

    @Test
    void noOtherKeyIsConfirmedAndNoneIsOfferedForAnotherThanThePresent() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "first"));
        KeyChange.Next next = new KeyChange.Next(Digest.of("second"), NOW.plusSeconds(60));
        store().offerKey(ID, Digest.of("first"), next);

        assertThat(store().confirmKey(ID, Digest.of("third"), NOW)).isFalse();
        assertThat(store().offerKey(ID, Digest.of("second"), next)).isFalse();
        assertThat(store().wantKey(OTHER, NOW)).isFalse();
        assertThat(store().confirmKey(OTHER, Digest.of("second"), NOW)).isFalse();

        assertThat(store().find(ID).orElseThrow().secret()).isEqualTo(Digest.of("first"));
    }

    @Test
    void aRegistrationEndsTheChangeOfAKey() {
        token(TOKEN, null);
        enroll(TOKEN, satellite(ID, "first"));
        store().wantKey(ID, NOW);
        store().offerKey(ID, Digest.of("first"), new KeyChange.Next(Digest.of("second"), NOW.plusSeconds(60)));
        token(SampleToken.id("again"), ID);

        enroll(SampleToken.id("again"), satellite(ID, "third"));

        assertThat(store().find(ID)).contains(satellite(ID, "third"));
    }

    @Test
    void capabilitiesMachineAndRoutesAreKept() {
        token(TOKEN, null);
        SystemInfo system = new SystemInfo("Linux", "amd64", "25", 1_024L, 2, "host");
        SatelliteProfile profile = new SatelliteProfile(
                "2.0", "linux", null, null, null, List.of("exec", "mcp-stdio"), system, List.of("route-1"));
        Satellite satellite = new Satellite(ID, profile, null, Digest.of("secret"), NOW, NOW);

        enroll(TOKEN, satellite);
        assertThat(store().find(ID)).contains(satellite);
        store().describe(ID, SatelliteProfile.of("3.0", "linux"));
        assertThat(store().find(ID).orElseThrow().profile()).isEqualTo(SatelliteProfile.of("3.0", "linux"));
        store().describe(ID, profile);
        assertThat(store().find(ID).orElseThrow().profile()).isEqualTo(profile);
    }

    final void token(TokenId id, @Nullable SatelliteId only) {
        store().addToken(SampleToken.of(id, EXPIRY, only, null));
    }

    final Enrollment enroll(TokenId token, Satellite satellite) {
        return store().enroll(token, satellite, NOW);
    }

    static Satellite satellite(SatelliteId id, String secret) {
        return new Satellite(id, SatelliteProfile.of("1.0", "linux/x86_64"), null, Digest.of(secret), NOW, NOW);
    }

    static SatelliteId id(String value) {
        return new SatelliteId(value);
    }
}
