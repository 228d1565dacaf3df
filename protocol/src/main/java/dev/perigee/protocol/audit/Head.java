package dev.perigee.protocol.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The newest entry of a chain: its number, 0 before the first, and its hash, the SHA-256 over the hash before it and
/// its own text. What the first follows from is the chain's name.
public record Head(long number, String hash) {
    private static final String PURPOSE = "perigee audit v1\n";

    public static Head start(String chain) {
        return new Head(0, sha256(new byte[0], PURPOSE + chain));
    }

    public Head next(String text) {
        return new Head(number + 1, sha256(HexFormat.of().parseHex(hash), text));
    }

    private static String sha256(byte[] before, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
