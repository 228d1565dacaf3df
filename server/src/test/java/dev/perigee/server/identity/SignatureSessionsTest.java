package dev.perigee.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.signature.SignatureSession;
import dev.perigee.protocol.signature.SignatureSession.Nonce;
import dev.perigee.server.identity.SignatureSessions.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SignatureSessionsTest {
    private static final SatelliteId ONE = new SatelliteId("one");
    private static final SatelliteId TWO = new SatelliteId("two");
    private final SignatureSessions sessions = new SignatureSessions(new Random(1), 2);

    @Test
    void eachNumberCountsOnceInWhateverOrder() {
        SignatureSession session = sessions.offer();
        for (long count : new long[] {0, 2, 1, 1_000, 3, 5_000, 4_500}) {
            assertThat(take(ONE, session, count)).as("%d", count).isEqualTo(Verdict.FRESH);
            assertThat(take(ONE, session, count)).as("%d", count).isEqualTo(Verdict.REPLAYED);
        }
    }

    @Test
    void whatIsOlderThanTheWindowIsRefusedThoughItWasNeverSeen() {
        SignatureSession session = sessions.offer();
        assertThat(take(ONE, session, ReplayWindow.SIZE)).isEqualTo(Verdict.FRESH);
        assertThat(take(ONE, session, 0)).isEqualTo(Verdict.REPLAYED);
        assertThat(take(ONE, session, 1)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void aSessionThatGaveWayToNewerOnesNeverOpensAgain() {
        SignatureSession first = sessions.offer();
        assertThat(take(ONE, first, 0)).isEqualTo(Verdict.FRESH);
        for (int i = 0; i < SignatureSessions.EACH_MAX; i++) {
            assertThat(take(ONE, sessions.offer(), 0)).isEqualTo(Verdict.FRESH);
        }
        assertThat(take(ONE, first, 0)).isEqualTo(Verdict.SESSION_OVER);
        assertThat(take(ONE, first, 1)).isEqualTo(Verdict.SESSION_OVER);
    }

    @Test
    void whatWasNeverOfferedOrWasOfferedInAnotherLifeIsNoSession() {
        SignatureSession session = sessions.offer();
        assertThat(take(ONE, new SignatureSession(session.life(), session.number() + 1), 0))
                .isEqualTo(Verdict.SESSION_OVER);
        assertThat(take(ONE, new SignatureSession(session.life(), 0), 0)).isEqualTo(Verdict.SESSION_OVER);

        SignatureSessions afterwards = new SignatureSessions(new Random(2), 2);
        afterwards.offer();
        assertThat(afterwards.take(ONE, new Nonce(session, 0))).isEqualTo(Verdict.SESSION_OVER);
    }

    @Test
    void withMoreSatellitesThanThereIsRoomForAllBeginAnewAndNothingCountsTwice() {
        SignatureSession session = sessions.offer();
        assertThat(take(ONE, session, 0)).isEqualTo(Verdict.FRESH);
        assertThat(take(TWO, session, 0)).isEqualTo(Verdict.FRESH);
        assertThat(take(new SatelliteId("three"), session, 0)).isEqualTo(Verdict.SESSION_OVER);

        assertThat(take(ONE, session, 0)).isEqualTo(Verdict.SESSION_OVER);
        assertThat(take(new SatelliteId("three"), sessions.offer(), 0)).isEqualTo(Verdict.FRESH);
    }

    private Verdict take(SatelliteId satellite, SignatureSession session, long count) {
        return sessions.take(satellite, new Nonce(session, count));
    }
}
