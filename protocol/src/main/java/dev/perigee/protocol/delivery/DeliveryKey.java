package dev.perigee.protocol.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that the control plane shares with one satellite to sign what it delivers: HMAC-SHA256, base 64 (URL
/// form). Both ends derive it from the satellite's key when that is made; see
/// docs/decisions/0003-signed-deliveries.md.
public final class DeliveryKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "perigee delivery signature v1";

    private final byte[] bytes;
    private final SecretKeySpec key;

    private DeliveryKey(byte[] bytes) {
        this.bytes = bytes;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    public static DeliveryKey of(byte[] bytes) {
        return new DeliveryKey(bytes.clone());
    }

    /// The key that belongs to a satellite whose secret is `secret`.
    public static DeliveryKey derive(String secret) {
        return new DeliveryKey(of(secret.getBytes(StandardCharsets.UTF_8)).mac(PURPOSE));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String sign(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(text));
    }

    /// Whether `signature` was made over `text` with this key; takes the same time wherever they differ.
    public boolean fits(String text, String signature) {
        byte[] expected = sign(text).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeliveryKey theirs && MessageDigest.isEqual(bytes, theirs.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
