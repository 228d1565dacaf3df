package dev.perigee.protocol.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// How secrets are made and kept: 256 random bits in the URL form of base 64, stored only as their SHA-256.
public final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    public static String create(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    /// Whether `secret` has this digest; takes the same time wherever they differ.
    public static boolean fits(String secret, byte[] digest) {
        return MessageDigest.isEqual(digest(secret), digest);
    }
}
