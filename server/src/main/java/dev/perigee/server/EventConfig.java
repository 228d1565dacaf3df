package dev.perigee.server;

import dev.perigee.control.event.EventPruner;
import dev.perigee.control.webhook.WebhookRules;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;

/// How long events are kept (1 min to 10 years) and how many (100 to 1,000 million), how they go to webhooks, and where
/// those may be.
public record EventConfig(Duration retention, int max, WebhookRules webhooks, Reach reach) {
    public static final EventConfig DEFAULT =
            new EventConfig(Duration.ofDays(7), 1_000_000, WebhookRules.DEFAULT, Reach.STRICT);
    private static final int MAX_MIN = 100;
    private static final int MAX_MAX = 1_000_000_000;

    public EventConfig {
        Durations.between("events.retention", retention, Duration.ofMinutes(1), Duration.ofDays(3650));
        if (max < MAX_MIN || max > MAX_MAX) {
            throw new BadValue("events.max", max, MAX_MIN + " to " + MAX_MAX);
        }
    }

    /// Whether webhooks may be reached without TLS, and at link-local addresses, where clouds tell machines their
    /// secrets.
    public record Reach(boolean http, boolean linkLocal) {
        public static final Reach STRICT = new Reach(false, false);
    }

    EventPruner.Keeping keeping() {
        return new EventPruner.Keeping(retention, max);
    }
}
