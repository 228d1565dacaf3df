package dev.perigee.protocol.registration;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// How secrets are made: 256 random bits in the URL form of base 64. They are stored only as their `Digest`.
public final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    public static String create(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
