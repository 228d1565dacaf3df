package dev.perigee.control.webhook;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often an event is sent to a webhook that does not take it (1 to 20), how long the pauses between are (1 s to
/// 1 d, three times as long each time), and how long it is shown after it has ended (1 min to 1 year).
public record WebhookRules(int triesMax, Duration backoffMin, Duration backoffMax, Duration retention) {
    public static final WebhookRules DEFAULT =
            new WebhookRules(8, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(7));
    private static final int TRIES_LIMIT = 20;
    private static final int FACTOR = 3;

    public WebhookRules {
        if (triesMax < 1 || triesMax > TRIES_LIMIT) {
            throw new BadValue("webhooks.tries-max", triesMax, "1 to " + TRIES_LIMIT);
        }
        Durations.between("webhooks.backoff-min", backoffMin, Duration.ofSeconds(1), Duration.ofDays(1));
        Durations.between("webhooks.backoff-max", backoffMax, Duration.ofSeconds(1), Duration.ofDays(1));
        if (backoffMax.compareTo(backoffMin) < 0) {
            throw new BadValue(
                    "webhooks.backoff-max",
                    Durations.format(backoffMax),
                    "at least webhooks.backoff-min, " + Durations.format(backoffMin));
        }
        Durations.between("webhooks.retention", retention, Duration.ofMinutes(1), Duration.ofDays(365));
    }

    /// The pause after the `tries`th try: that long or up to half shorter, so that what failed together does not come
    /// back together.
    Duration pause(int tries, RandomGenerator random) {
        Duration whole = backoffMin;
        for (int i = 1; i < tries && whole.compareTo(backoffMax) < 0; i++) {
            whole = whole.multipliedBy(FACTOR);
        }
        long millis = Math.min(whole.toMillis(), backoffMax.toMillis());
        return Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
    }
}
