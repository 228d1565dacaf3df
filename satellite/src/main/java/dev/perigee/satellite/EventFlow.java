package dev.perigee.satellite;

import dev.perigee.satellite.event.EventBus;
import dev.perigee.satellite.event.EventSender;
import dev.perigee.satellite.event.EventSettings;
import dev.perigee.satellite.event.ServerEvents;
import dev.perigee.satellite.ledger.DiskJournalFile;
import dev.perigee.satellite.link.HttpEventLink;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens here, and what and who tells the control plane of it.
record EventFlow(EventBus bus, ServerEvents servers, EventSender sender, Thread sending, EventSettings settings) {
    private static final Logger log = LoggerFactory.getLogger(EventFlow.class);

    static EventFlow open(Means means, Enrolment enrolment) throws IOException {
        EventSettings settings = means.config().events();
        EventBus bus = means.hold(EventBus.open(
                means.config().id(),
                new DiskJournalFile(means.file("events")),
                settings,
                new EventBus.Means(means.clock(), means.random(), means.threads())));
        EventSender sender = new EventSender(
                bus, new HttpEventLink(enrolment.client(), enrolment.keys()), settings, means.backoff());
        return new EventFlow(
                bus,
                new ServerEvents(bus, means.alarm(), means.threads()),
                sender,
                Thread.ofVirtual().name("events").unstarted(sender),
                settings);
    }

    /// Sends what is left, for as long as the settings let it, and no longer than `max`.
    void finish(Duration max) throws InterruptedException {
        servers.finish();
        sender.finish();
        if (!sending.join(max.compareTo(settings.flushMax()) < 0 ? max : settings.flushMax())) {
            log.warn("events are left unsent; they are sent after the next start");
            sending.interrupt();
        }
    }
}
