package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Seals the state that goes through the client between the rounds of a call, so that what comes back is what went
/// out, and to the same name. Thread-safe.
final class RequestState {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    RequestState(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    String seal(String name, String state) {
        return encode(state.getBytes(StandardCharsets.UTF_8)) + "." + encode(signature(name, state));
    }

    /// Throws `Refusal` when it was not sealed here for this name.
    String open(String name, String sealed) {
        int dot = sealed.indexOf('.');
        try {
            String state = new String(decode(sealed.substring(0, Math.max(dot, 0))), StandardCharsets.UTF_8);
            if (dot > 0 && MessageDigest.isEqual(decode(sealed.substring(dot + 1)), signature(name, state))) {
                return state;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private byte[] signature(String name, String state) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((name + '\n' + state).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Refusal invalid() {
        return new Refusal(Refusal.INVALID_PARAMS, "requestState: not one that this server gave out for this request");
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
