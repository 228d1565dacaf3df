package dev.perigee.protocol.webhook;

import dev.perigee.protocol.BadValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a webhook and its receiver share: `whsec_` and 32 bytes in base 64. Signs as Standard Webhooks does:
/// HMAC-SHA256 over `id.seconds.body`.
public record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 32;

    public WebhookSecret {
        if (!text.startsWith(PREFIX)) {
            throw new BadValue("the secret of a webhook does not begin with " + PREFIX);
        }
        try {
            Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException _) {
            throw new BadValue("the secret of a webhook is not base 64 after " + PREFIX);
        }
    }

    /// `random` must be fit for secrets.
    public static WebhookSecret create(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /// The value of `webhook-signature`, such as `v1,K5oZ…`.
    public String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), MAC));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
