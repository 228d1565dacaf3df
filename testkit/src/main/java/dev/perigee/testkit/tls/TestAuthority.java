package dev.perigee.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority of the test's own making, which issues certificates into PEM files. Each has a new key.
public final class TestAuthority {
    private static final Duration DAY = Duration.ofDays(1);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final String name;
    private final KeyPair keys = keys();
    private final Path file;
    private final Instant now;

    /// The two files of a certificate.
    public record Issued(Path certificate, Path key) {}

    /// Its own certificate is written to `directory/name.pem`.
    public TestAuthority(Path directory, String name, Instant now) {
        this.name = name;
        this.file = directory.resolve(name + ".pem");
        this.now = now;
        write(file, "CERTIFICATE", certificate(name, keys, true, now.plus(DAY)));
    }

    public Path file() {
        return file;
    }

    /// For `subject`, which is among its names as a host or an address; `localhost` is for 127.0.0.1 too.
    public Issued issue(Path directory, String subject) {
        return issue(directory, subject, now.plus(DAY));
    }

    /// As above, valid from a day ago until `end`.
    public Issued issue(Path directory, String subject, Instant end) {
        return issue(directory, subject, end, keys());
    }

    /// As above, for a key of any kind.
    public Issued issue(Path directory, String subject, Instant end, KeyPair own) {
        Issued issued = new Issued(directory.resolve(subject + ".pem"), directory.resolve(subject + ".key"));
        write(issued.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
        write(issued.certificate(), "CERTIFICATE", certificate(subject, own, false, end));
        return issued;
    }

    private byte[] certificate(String subject, KeyPair own, boolean authority, Instant end) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name("CN=" + name),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(now.minus(DAY)),
                    Date.from(end),
                    new X500Name("CN=" + subject),
                    SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names(subject)));
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName[] names(String subject) {
        if (subject.startsWith("127.")) {
            return new GeneralName[] {new GeneralName(GeneralName.iPAddress, subject)};
        }
        return new GeneralName[] {
            new GeneralName(GeneralName.dNSName, subject),
            subject.equals("localhost")
                    ? new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                    : new GeneralName(GeneralName.dNSName, subject + ".test")
        };
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String label, byte[] der) {
        try {
            Files.writeString(
                    file,
                    "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END "
                            + label + "-----\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
