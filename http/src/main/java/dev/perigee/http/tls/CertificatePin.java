package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// The public key that a server's certificate must have, as `sha256/` and the base 64 of the SHA-256 of its
/// SubjectPublicKeyInfo, which outlives a renewal of the certificate under the same key.
public record CertificatePin(String text) {
    private static final String FORM = "sha256/[A-Za-z0-9+/]{43}=";

    public CertificatePin {
        if (!text.matches(FORM)) {
            throw new BadValue(
                    "link.tls.pin", text, "sha256/ and 44 characters of base 64, the digest of a public key");
        }
    }

    /// The one that `certificate` has.
    public static CertificatePin of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return new CertificatePin("sha256/" + Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java runtime", e);
        }
    }
}
