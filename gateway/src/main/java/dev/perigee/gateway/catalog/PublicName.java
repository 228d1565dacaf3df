package dev.perigee.gateway.catalog;

import dev.perigee.gateway.upstream.ServerName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name under which clients of all servers know a tool or a prompt: `server__tool`, of at most 64 characters.
/// It depends on nothing else, so it is the same tomorrow and on another machine. One that would be longer is
/// cut, and ends with a part of the digest of the whole.
public record PublicName(String value) {
    public static final int LENGTH_MAX = 64;
    private static final String BETWEEN = "__";
    private static final int DIGEST_DIGITS = 8;

    public static PublicName of(ServerName server, String own) {
        return of(server, own, 0);
    }

    /// The name for the case that `round` others are taken already.
    static PublicName of(ServerName server, String own, int round) {
        String whole = server + BETWEEN + own;
        if (whole.length() <= LENGTH_MAX && round == 0) {
            return new PublicName(whole);
        }
        int end = Math.min(whole.length(), LENGTH_MAX - DIGEST_DIGITS - 1);
        if (Character.isHighSurrogate(whole.charAt(end - 1))) {
            end--;
        }
        return new PublicName(whole.substring(0, end) + '_' + digest(round == 0 ? whole : whole + '#' + round));
    }

    /// Whether a name of this server would begin like that.
    public boolean isOf(ServerName server) {
        return value.startsWith(server + BETWEEN);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
