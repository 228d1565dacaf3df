package dev.perigee.protocol.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Content-Digest` field of RFC 9530, with SHA-256.
public final class ContentDigest {
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?=,|$)");

    private ContentDigest() {}

    public static String of(byte[] content) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":";
    }

    /// Whether `field` has a SHA-256, and it is that of `content`.
    public static boolean matches(String field, byte[] content) {
        Matcher digest = SHA_256.matcher(field);
        return digest.find() && MessageDigest.isEqual(Base64.getDecoder().decode(digest.group(1)), sha256(content));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java runtime", e);
        }
    }
}
