package dev.perigee.control.webhook;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.webhook.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Sends a delivery once, signed as of now. Thread-safe.
public record WebhookCourier(WebhookSender sender, SecretBox box, InstantSource clock) {
    WebhookSender.Answer send(Webhook hook, HookDelivery delivery) throws InterruptedException {
        WebhookSecret secret;
        try {
            secret = new WebhookSecret(box.open(hook.id().value(), hook.sealedSecret()));
        } catch (BadValue e) {
            return new WebhookSender.Answer.Failed("its secret cannot be read: " + e.getMessage());
        }
        Instant now = clock.instant();
        byte[] body = Json.WIRE.text(delivery.event()).getBytes(StandardCharsets.UTF_8);
        String id = delivery.id().value();
        Map<String, String> headers = Map.of(
                "content-type",
                "application/cloudevents+json",
                "webhook-id",
                id,
                "webhook-timestamp",
                String.valueOf(now.getEpochSecond()),
                "webhook-signature",
                secret.sign(id, now, body));
        return sender.send(hook.url(), headers, body);
    }
}
