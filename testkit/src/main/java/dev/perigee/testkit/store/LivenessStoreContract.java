package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.KeptVitals;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `Census` may rely on, whichever store keeps how satellites stand. A subclass gives an empty one to each test,
/// with the fleet that it is of.
public abstract class LivenessStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final SatelliteId ONE = new SatelliteId("sat-1");
    private static final SatelliteId TWO = new SatelliteId("sat-2");
    private static final SatelliteId STRANGER = new SatelliteId("stranger");
    private static final List<LivenessChange> CHANGES = List.of(
            new LivenessChange(Liveness.LIVE, NOW, "it registered"),
            new LivenessChange(Liveness.STALE, NOW.plusSeconds(90), "no \"sign\" of life"));

    protected abstract LivenessStore store();

    protected abstract FleetStore fleet();

    @Test
    void changesAreKeptAndReplaced() {
        enroll(ONE);
        enroll(TWO);
        assertThat(store().changes()).isEmpty();

        store().keepChanges(Map.of(ONE, CHANGES, TWO, CHANGES.subList(0, 1)));
        store().keepChanges(Map.of(TWO, CHANGES));
        store().keepChanges(Map.of());

        assertThat(store().changes()).isEqualTo(Map.of(ONE, CHANGES, TWO, CHANGES));
    }

    @Test
    void vitalsAreKeptAndReplaced() {
        enroll(ONE);
        enroll(TWO);
        assertThat(store().vitals(ONE)).isEmpty();

        store().keepVitals(List.of(vitals(ONE, null, 1), vitals(TWO, "https://two", 2)));
        store().keepVitals(List.of(vitals(ONE, "https://one", 3)));
        store().keepVitals(List.of());

        assertThat(store().vitals(ONE)).contains(vitals(ONE, "https://one", 3));
        assertThat(store().vitals(TWO)).contains(vitals(TWO, "https://two", 2));
    }

    @Test
    void manyAreKeptAtOnce() {
        List<KeptVitals> many = IntStream.range(0, 250)
                .mapToObj(i -> new SatelliteId("many-" + i))
                .peek(this::enroll)
                .map(id -> vitals(id, null, 7))
                .toList();

        store().keepVitals(many);

        assertThat(many)
                .allSatisfy(one -> assertThat(store().vitals(one.satellite())).contains(one));
    }

    @Test
    void whatIsOfNobodyIsPassedOver() {
        enroll(ONE);
        enroll(TWO);
        store().keepChanges(Map.of(STRANGER, CHANGES, ONE, CHANGES));
        store().keepVitals(List.of(vitals(STRANGER, null, 1)));

        assertThat(store().changes()).containsOnlyKeys(ONE);
        assertThat(store().vitals(STRANGER)).isEmpty();
    }

    @Test
    void whoIsRemovedIsGoneWithAllThatWasKept() {
        enroll(ONE);
        enroll(TWO);
        store().keepChanges(Map.of(ONE, CHANGES, TWO, CHANGES));
        store().keepVitals(List.of(vitals(ONE, null, 1), vitals(TWO, null, 2)));

        store().remove(ONE);
        store().remove(STRANGER);

        assertThat(fleet().list()).extracting(Satellite::id).containsExactly(TWO);
        assertThat(store().changes()).containsOnlyKeys(TWO);
        assertThat(store().vitals(ONE)).isEmpty();
        assertThat(store().vitals(TWO)).isPresent();
    }

    private void enroll(SatelliteId id) {
        TokenId token = SampleToken.id(id.value());
        fleet().addToken(SampleToken.of(token, NOW.plusSeconds(60), null, null));
        fleet().enroll(
                        token,
                        new Satellite(id, SatelliteProfile.of("1", "test"), null, Digest.of("secret"), NOW, NOW),
                        NOW);
    }

    private static KeptVitals vitals(SatelliteId id, @Nullable String url, int content) {
        return new KeptVitals(
                id, NOW, ByteBuffer.wrap(new byte[] {-1, (byte) content}), url, ByteBuffer.wrap(new byte[] {
                    1, (byte) content, -1
                }));
    }
}
