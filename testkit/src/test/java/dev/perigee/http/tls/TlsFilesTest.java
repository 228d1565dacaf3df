package dev.perigee.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.protocol.BadValue;
import dev.perigee.testkit.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The forms in which other tools write keys, and what is said of files that cannot be used.
final class TlsFilesTest {
    private final Instant end = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    Path directory;

    private TestAuthority authority;

    @BeforeEach
    void makeAuthority() {
        authority = new TestAuthority(directory, "authority", Instant.now());
    }

    @Test
    void keysOfAllUsualKindsAreRead() throws Exception {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            TlsFiles files = files(authority.issue(directory, algorithm.toLowerCase(Locale.ROOT), end, keys));

            assertThat(files.read().keys()).as(algorithm).isPresent();
        }
    }

    @Test
    void theOlderFormsOfKeysAreReadToo() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        TestAuthority.Issued ofRsa = authority.issue(directory, "rsa", end, rsa);
        write(ofRsa.key(), "RSA PRIVATE KEY", inner(rsa.getPrivate()));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair elliptic = generator.generateKeyPair();
        TestAuthority.Issued ofCurve = authority.issue(directory, "curve", end, elliptic);
        write(ofCurve.key(), "EC PRIVATE KEY", curve((ECPrivateKey) elliptic.getPrivate()));

        assertThat(files(ofRsa).read().keys()).isPresent();
        assertThat(files(ofCurve).read().keys()).isPresent();
    }

    @Test
    void whatIsWrongIsNamedAndNoKeyIsShown() throws Exception {
        TestAuthority.Issued issued = authority.issue(directory, "one");
        String key = Files.readString(issued.key());
        Files.writeString(issued.key(), key.replace("PRIVATE", "ENCRYPTED PRIVATE"));
        refused(files(issued), "tls.key", "a private key without a password");
        Files.writeString(issued.key(), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        refused(files(issued), "tls.key", "a private key of RSA, an elliptic curve, or Ed25519");
        Files.writeString(issued.key(), key);
        refused(
                new TlsFiles("tls", issued.certificate(), issued.key(), issued.key()),
                "tls.ca",
                "certificates in PEM form (-----BEGIN CERTIFICATE-----); it has none");
        Files.delete(issued.certificate());
        refused(files(issued), "tls.certificate", "a PEM file that can be read");
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> new TlsFiles("tls", issued.certificate(), null, null))
                .withMessageContaining("with it tls.key");
    }

    @Test
    void whatHasChangedIsUsedOnceAndWhatCannotBeUsedLeavesTheOld() throws Exception {
        TestAuthority.Issued issued = authority.issue(directory, "one");
        TlsFiles files = files(issued);
        List<TlsMaterial> used = new ArrayList<>();
        TlsWatch watch = new TlsWatch(files, files.read(), used::add);
        watch.run();
        assertThat(used).isEmpty();

        Files.writeString(issued.certificate(), "half a");
        watch.run();
        watch.run();
        assertThat(used).isEmpty();

        authority.issue(directory, "one");
        watch.run();
        watch.run();
        assertThat(used).hasSize(1);
    }

    private static void refused(TlsFiles files, String setting, String expected) {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(files::read)
                .withMessageStartingWith(setting + " \"")
                .withMessageContaining("expected " + expected)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("c2VjcmV0"));
    }

    private static TlsFiles files(TestAuthority.Issued issued) {
        return new TlsFiles("tls", issued.certificate(), issued.key(), null);
    }

    private static byte[] inner(PrivateKey key) throws IOException {
        return PrivateKeyInfo.getInstance(key.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    private static byte[] curve(ECPrivateKey key) throws IOException {
        return new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1).getEncoded();
    }

    private static void write(Path file, String label, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }
}
