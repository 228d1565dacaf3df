package dev.perigee.server;

import dev.perigee.control.event.EventStore;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.webhook.WebhookCourier;
import dev.perigee.control.webhook.WebhookDesk;
import dev.perigee.control.webhook.WebhookDriver;
import dev.perigee.server.webhook.AddressFence;
import dev.perigee.server.webhook.HttpWebhookSender;
import dev.perigee.server.webhook.KeyFileBox;
import java.io.IOException;
import java.security.SecureRandom;
import javax.net.ssl.SSLSocketFactory;

/// The webhooks of a running control plane: who is asked for them, and who does the work.
record Webhooks(WebhookDesk desk, WebhookDriver driver) {
    /// Knows the webhooks there are, and hears of new events, when this returns.
    static Webhooks wire(ServerConfig config, Core.Means means, Happenings happenings) throws IOException {
        EventConfig.Reach reach = config.records().events().reach();
        SecureRandom random = means.random();
        KeyFileBox box = KeyFileBox.open(config.storage().data().resolve("webhook.key"), random);
        AddressFence fence = new AddressFence(reach.http(), reach.linkLocal());
        HttpWebhookSender sender = new HttpWebhookSender(
                fence, (SSLSocketFactory) SSLSocketFactory.getDefault(), HttpWebhookSender.ANSWER_MAX);
        EventStore events = means.stores().events();
        WebhookDriver driver = new WebhookDriver(
                means.stores().webhooks(),
                events,
                new WebhookCourier(sender, box, means.clock()),
                happenings.own(),
                config.records().events().hooks().rules(),
                new WebhookDriver.Means(means.clock(), random, means.logic()));
        Runnable _ = happenings.desk().subscribe(driver::kick);
        WebhookDesk desk = new WebhookDesk(
                means.stores().webhooks(), events, driver, box, fence, new WebhookDesk.Chance(means.clock(), random));
        return new Webhooks(desk, driver);
    }
}
