package dev.perigee.control.secret;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with AES-256-GCM. Its id tells it from others and not what it is. Thread-safe; prints as its id.
public final class SealingKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_LENGTH = 16;

    private final byte[] secret;
    private final String id;

    private SealingKey(byte[] secret) {
        this.secret = secret;
        this.id = Digest.of("perigee sealing key " + Base64.getEncoder().encodeToString(secret))
                .hex()
                .substring(0, ID_LENGTH);
    }

    /// `random` must be fit for secrets.
    public static SealingKey create(RandomGenerator random) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        return new SealingKey(secret);
    }

    /// Throws `BadValue`, which does not show it.
    public static SealingKey parse(String text) {
        try {
            byte[] secret = Base64.getDecoder().decode(text);
            if (secret.length == KEY_BYTES) {
                return new SealingKey(secret);
            }
        } catch (IllegalArgumentException _) {
            // As bad as one of another length.
        }
        throw new BadValue("key for secrets: expected " + KEY_BYTES + " bytes in Base64, as from"
                + " `openssl rand -base64 " + KEY_BYTES + "`");
    }

    public String id() {
        return id;
    }

    /// The key itself, for the file that keeps it.
    public String reveal() {
        return Base64.getEncoder().encodeToString(secret);
    }

    /// `purpose` is bound to the box: it opens for the same one only.
    public String seal(String text, String purpose, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing", e);
        }
    }

    /// Nothing when it was sealed with another key, for another purpose, or was changed since.
    public Optional<String> open(String box, String purpose) {
        try {
            byte[] bytes = Base64.getDecoder().decode(box);
            if (bytes.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
