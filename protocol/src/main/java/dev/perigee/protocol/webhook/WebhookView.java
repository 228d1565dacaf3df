package dev.perigee.protocol.webhook;

import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A webhook, and how many events wait for it. Its secret is there only in the answer that made it.
public record WebhookView(
        WebhookId id,
        URI url,
        EventPattern type,
        @Nullable TeamName team,
        String createdBy,
        Instant createdAt,
        long waiting,
        @Nullable String secret) {
    @Override
    public String toString() {
        return "WebhookView[id=" + id + ", url=" + url + ", type=" + type + ", team=" + team + ", secret="
                + (secret == null ? "none" : "***") + "]";
    }
}
