package dev.perigee.protocol.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of webhooks. These are sent to none, so that what fails does not feed itself.
public sealed interface WebhookEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES =
            Map.ofEntries(Map.entry("webhook.gave_up", GaveUp.class), Map.entry("webhook.missed", Missed.class));

    @Override
    default String type() {
        return switch (this) {
            case GaveUp _ -> "webhook.gave_up";
            case Missed _ -> "webhook.missed";
        };
    }

    /// An event was not taken by a webhook in the last try either.
    record GaveUp(
            @Nullable String webhook,
            @Nullable String delivery,
            @Nullable Integer tries,
            @Nullable String error) implements WebhookEvent {}

    /// Events were deleted before they were on their way to a webhook: it was switched to them too late.
    record Missed(@Nullable String webhook, @Nullable String after) implements WebhookEvent {}
}
