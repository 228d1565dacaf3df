package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A private key from a PEM file, as any tool writes it that does not encrypt it: PKCS #8, or the older forms of RSA
/// and of elliptic curves, which are put into that one.
final class PemKey {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;
    private static final int IDENTIFIER = 0x06;
    private static final byte[] ZERO = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] ELLIPTIC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemKey() {}

    static PrivateKey parse(String setting, Path file, String text) {
        Pem.Block block = Pem.first(text, "PRIVATE KEY")
                .orElseThrow(() -> new BadValue(
                        setting, file, "a private key in PEM form (-----BEGIN PRIVATE KEY-----); it has none"));
        if (block.label().startsWith("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new BadValue(setting, file, "a private key without a password, in a file that only its owner reads");
        }
        try {
            byte[] whole = switch (block.label()) {
                case "RSA PRIVATE KEY" -> der(SEQUENCE, ZERO, RSA, der(OCTETS, block.der()));
                case "EC PRIVATE KEY" -> elliptic(block.der());
                default -> block.der();
            };
            return parse(new PKCS8EncodedKeySpec(whole));
        } catch (GeneralSecurityException | RuntimeException _) {
            // What they say could show a part of the key.
            throw new BadValue(setting, file, "a private key of RSA, an elliptic curve, or Ed25519, in PEM form");
        }
    }

    private static PrivateKey parse(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // One of another algorithm.
            }
        }
        throw new InvalidKeySpecException("none of " + ALGORITHMS);
    }

    /// The curve is named inside, behind version and number: RFC 5915.
    private static byte[] elliptic(byte[] key) {
        int at = inside(key, 0);
        while (at < key.length && (key[at] & 0xff) != CURVE) {
            at = inside(key, at) + length(key, at);
        }
        int curve = inside(key, at);
        if (key[curve] != IDENTIFIER) {
            throw new IllegalArgumentException("no curve of a name");
        }
        byte[] name = Arrays.copyOfRange(key, curve, inside(key, curve) + length(key, curve));
        return der(SEQUENCE, ZERO, der(SEQUENCE, ELLIPTIC, name), der(OCTETS, key));
    }

    private static int inside(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int length = 0;
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        for (int i = at + 2; i < inside(der, at); i++) {
            length = Math.addExact(Math.multiplyExact(length, 256), der[i] & 0xff);
        }
        return length;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int size = content.size();
        if (size >= 256) {
            whole.write(0x82);
            whole.write(size >> 8);
        } else if (size >= 128) {
            whole.write(0x81);
        }
        whole.write(size);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
