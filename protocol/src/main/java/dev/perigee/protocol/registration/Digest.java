package dev.perigee.protocol.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a secret, in hexadecimal: all that is stored of it. Secrets have 256 random bits, so none needs a
/// salt.
public record Digest(String hex) {
    public static Digest of(String secret) {
        return new Digest(HexFormat.of().formatHex(sha256(secret)));
    }

    /// Whether `secret` has this digest; takes the same time wherever they differ.
    public boolean fits(String secret) {
        return MessageDigest.isEqual(sha256(secret), HexFormat.of().parseHex(hex));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
