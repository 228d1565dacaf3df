package dev.perigee.control.webhook;

import dev.perigee.control.event.EventFilter;
import dev.perigee.control.event.EventPosition;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where which events are sent. The secret is sealed; all events up to `read` have become deliveries.
public record Webhook(WebhookId id, URI url, EventPattern type, Made made, String sealedSecret, EventPosition read) {
    /// Of which team, by whom and when it was made.
    public record Made(@Nullable TeamName team, String by, Instant at) {}

    public EventFilter filter() {
        return new EventFilter(type, null, made.team(), null);
    }

    Webhook readUpTo(EventPosition position) {
        return new Webhook(id, url, type, made, sealedSecret, position);
    }

    @Override
    public String toString() {
        return "Webhook[id=" + id + ", host=" + url.getHost() + ", type=" + type + ", team=" + made.team() + "]";
    }
}
