package dev.perigee.protocol.signing;

import dev.perigee.protocol.BadValue;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The secret half of an Ed25519 key pair. Thread-safe.
public final class SigningKey {
    private final byte[] secret;
    private final byte[] open = new byte[Ed25519.PUBLIC_KEY_SIZE];
    private final VerificationKey verification;

    private SigningKey(byte[] secret) {
        this.secret = secret;
        Ed25519.generatePublicKey(secret, 0, open, 0);
        this.verification = VerificationKey.of(open);
    }

    /// A new one. `random` must be fit for secrets.
    public static SigningKey create(RandomGenerator random) {
        byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(secret);
        return new SigningKey(secret);
    }

    /// The one that `reveal` gave.
    public static SigningKey parse(String text) {
        byte[] secret = VerificationKey.decode(text);
        if (secret.length != Ed25519.SECRET_KEY_SIZE) {
            throw new BadValue("a secret signing key: expected 32 bytes in the URL form of base 64");
        }
        return new SigningKey(secret);
    }

    public VerificationKey verification() {
        return verification;
    }

    public String sign(Purpose purpose, String text) {
        return VerificationKey.encode(sign(purpose.over(text)));
    }

    /// Signs bytes that say themselves what they are for.
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, open, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /// The secret itself, for the key file only.
    public String reveal() {
        return VerificationKey.encode(secret);
    }

    @Override
    public String toString() {
        return verification.id() + ":***";
    }
}
