package dev.perigee.protocol.signing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The public half of a `SigningKey`: the 32 bytes of RFC 8032 in the URL form of base 64.
public record VerificationKey(@JsonValue String text) {
    private static final int ID_BYTES = 8;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public VerificationKey {
        byte[] bytes = decode(text);
        if (bytes.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(bytes, 0)) {
            throw new BadValue("signing key", text, "an Ed25519 public key, 32 bytes in the URL form of base 64");
        }
    }

    static VerificationKey of(byte[] bytes) {
        return new VerificationKey(encode(bytes));
    }

    /// A short name for the key: its first 8 bytes, in hexadecimal.
    public String id() {
        return HexFormat.of().formatHex(decode(text), 0, ID_BYTES);
    }

    /// Whether `signature` was made over `signed` for this purpose with this key.
    public boolean verifies(Purpose purpose, String signed, String signature) {
        return verifies(purpose.over(signed), decode(signature));
    }

    /// Whether `signature` was made over exactly these bytes with this key.
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, decode(text), 0, message, 0, message.length);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Nothing when it is not base 64.
    static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
