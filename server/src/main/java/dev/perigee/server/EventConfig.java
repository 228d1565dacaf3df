package dev.perigee.server;

import dev.perigee.control.event.EventPruner;
import dev.perigee.control.webhook.WebhookRules;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;

/// How long events are kept (1 min to 10 years) and how many (100 to 1,000 million), how they go to webhooks, and where
/// those may be.
public record EventConfig(Duration retention, int max, Hooks hooks, Reach reach) {
    public static final EventConfig DEFAULT =
            new EventConfig(Duration.ofDays(7), 1_000_000, Hooks.DEFAULT, Reach.STRICT);
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

    /// As `WebhookRules`.
    public record Hooks(int triesMax, Duration backoffMin, Duration backoffMax, Duration retention) {
        public static final Hooks DEFAULT = new Hooks(
                WebhookRules.DEFAULT.triesMax(),
                WebhookRules.DEFAULT.backoffMin(),
                WebhookRules.DEFAULT.backoffMax(),
                WebhookRules.DEFAULT.retention());

        public Hooks {
            var _ = new WebhookRules(triesMax, backoffMin, backoffMax, retention);
        }

        WebhookRules rules() {
            return new WebhookRules(triesMax, backoffMin, backoffMax, retention);
        }
    }

    EventPruner.Keeping keeping() {
        return new EventPruner.Keeping(retention, max);
    }
}
