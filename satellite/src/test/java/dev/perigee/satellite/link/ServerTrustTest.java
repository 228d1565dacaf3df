package dev.perigee.satellite.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTrustTest {
    private static final SigningKey FIRST = SigningKey.create(new SplittableRandom(1));
    private static final SigningKey SECOND = SigningKey.create(new SplittableRandom(2));
    private static final SigningKey STRANGER = SigningKey.create(new SplittableRandom(3));
    private static final KeyChain ONE = KeyChain.of(FIRST.verification());
    private static final KeyChain TWO = ONE.succeed(SECOND.verification(), FIRST);
    private static final ServerTrust.Announcement NOT_ASKED = () -> {
        throw new AssertionError("asked for keys");
    };

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("server-keys.json");
    }

    @Test
    void whatWasPinnedIsBelievedAlsoAfterARestart() throws Exception {
        ServerTrust.open(file).pin(ONE);
        assertThat(open(ServerTrust.open(file), FIRST, NOT_ASKED)).isEqualTo("do it");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aNewKeyForWhichTheOldOneVouchesIsAskedForOnce() throws Exception {
        ServerTrust trust = trusting(ONE);
        assertThat(open(trust, SECOND, () -> TWO)).isEqualTo("do it");
        assertThat(open(trust, SECOND, NOT_ASKED)).isEqualTo("do it");
        assertThat(open(trust, FIRST, NOT_ASKED)).isEqualTo("do it");
        assertThat(open(ServerTrust.open(file), SECOND, NOT_ASKED)).isEqualTo("do it");
    }

    @Test
    void aStrangerIsRefusedWhateverIsAnnounced() throws Exception {
        ServerTrust trust = trusting(ONE);
        KeyChain taken = KeyChain.of(STRANGER.verification());
        for (KeyChain announced : new KeyChain[] {taken, ONE, TWO}) {
            assertThatThrownBy(() -> open(trust, STRANGER, () -> announced))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining(STRANGER.verification().id(), "register the satellite anew");
        }
        assertThat(open(trust, FIRST, NOT_ASKED)).isEqualTo("do it");
    }

    @Test
    void whatWasChangedOnTheWayIsRefused() throws Exception {
        ServerTrust trust = trusting(ONE);
        Signed signed = Signed.seal(Purpose.DELIVERIES, "do it", FIRST);
        Signed changed = new Signed("do that", signed.key(), signed.signature());
        assertThatThrownBy(() -> trust.open(Purpose.DELIVERIES, changed, NOT_ASKED))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("not signed by key " + signed.key());
    }

    @Test
    void aSatelliteOfBeforeBelievesWhatItIsToldFirstAndNothingElseThen() throws Exception {
        ServerTrust trust = ServerTrust.open(file);
        assertThat(open(trust, FIRST, () -> ONE)).isEqualTo("do it");
        assertThatThrownBy(() -> open(trust, STRANGER, () -> KeyChain.of(STRANGER.verification())))
                .isInstanceOf(LinkException.class);
    }

    private ServerTrust trusting(KeyChain keys) throws IOException {
        ServerTrust trust = ServerTrust.open(file);
        trust.pin(keys);
        return trust;
    }

    private static String open(ServerTrust trust, SigningKey signer, ServerTrust.Announcement announcement)
            throws LinkException, InterruptedException {
        return trust.open(Purpose.DELIVERIES, Signed.seal(Purpose.DELIVERIES, "do it", signer), announcement);
    }
}
