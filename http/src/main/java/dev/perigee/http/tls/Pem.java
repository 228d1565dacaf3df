package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of a PEM file (RFC 7468).
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final int CERTIFICATES_MAX = 1_000;

    private Pem() {}

    /// One block: what it says it is, and its bytes in base 64.
    record Block(String label, String base64) {
        byte[] der() {
            return Base64.getMimeDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return label + " ***";
        }
    }

    /// The first block whose label ends so.
    static Optional<Block> first(String text, String labelEnd) {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).endsWith(labelEnd)) {
                return Optional.of(block(blocks));
            }
        }
        return Optional.empty();
    }

    /// All certificates of `file`, at least one.
    static List<X509Certificate> certificates(String setting, Path file, String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher blocks = BLOCK.matcher(text);
            while (blocks.find()) {
                if (blocks.group(1).equals("CERTIFICATE") && found.size() < CERTIFICATES_MAX) {
                    found.add((X509Certificate) factory.generateCertificate(
                            new ByteArrayInputStream(block(blocks).der())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new BadValue(
                    setting, file, "certificates in PEM form; number " + (found.size() + 1) + " cannot be read");
        }
        if (found.isEmpty()) {
            throw new BadValue(setting, file, "certificates in PEM form (-----BEGIN CERTIFICATE-----); it has none");
        }
        return List.copyOf(found);
    }

    private static Block block(Matcher blocks) {
        return new Block(blocks.group(1), blocks.group(2));
    }
}
