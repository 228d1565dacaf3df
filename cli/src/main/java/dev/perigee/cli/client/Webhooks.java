package dev.perigee.cli.client;

import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.webhook.DeliveryList;
import dev.perigee.protocol.webhook.DeliveryView;
import dev.perigee.protocol.webhook.WebhookList;
import dev.perigee.protocol.webhook.WebhookRemoval;
import dev.perigee.protocol.webhook.WebhookRequest;
import dev.perigee.protocol.webhook.WebhookView;
import java.net.http.HttpRequest;
import java.time.Duration;

/// The webhook part of the operator API.
public final class Webhooks {
    private static final String BASE = "/api/v1/webhooks";
    private static final HttpRequest.BodyPublisher NOTHING = HttpRequest.BodyPublishers.noBody();

    private final ControlPlane controlPlane;

    Webhooks(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    public Reply<WebhookView> create(WebhookRequest webhook) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE, Duration.ZERO).POST(ControlPlane.json(webhook)), WebhookView.class);
    }

    public Reply<WebhookList> list() throws InterruptedException {
        return controlPlane.call(controlPlane.request(BASE, Duration.ZERO), WebhookList.class);
    }

    public Reply<WebhookRemoval> delete(WebhookId id) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE + "/" + id, Duration.ZERO).DELETE(), WebhookRemoval.class);
    }

    /// Sends it a test event, and waits for what comes of it.
    public Reply<DeliveryView> test(WebhookId id) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE + "/" + id + "/test", Duration.ZERO).POST(NOTHING), DeliveryView.class);
    }

    /// The newest first.
    public Reply<DeliveryList> deliveries(WebhookId id, int limit) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(BASE + "/" + id + "/deliveries?limit=" + limit, Duration.ZERO),
                DeliveryList.class);
    }

    public Reply<DeliveryView> redeliver(DeliveryId id) throws InterruptedException {
        return controlPlane.call(
                controlPlane
                        .request("/api/v1/webhook-deliveries/" + id + "/redeliver", Duration.ZERO)
                        .POST(NOTHING),
                DeliveryView.class);
    }
}
