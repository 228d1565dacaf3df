package dev.perigee.protocol.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a satellite does with its configuration.
public sealed interface ConfigEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES =
            Map.ofEntries(Map.entry("config.refreshed", Refreshed.class), Map.entry("config.error", Failed.class));

    @Override
    default String type() {
        return switch (this) {
            case Refreshed _ -> "config.refreshed";
            case Failed _ -> "config.error";
        };
    }

    /// It asked for its configuration; `hash` is the beginning of its SHA-256.
    record Refreshed(
            @Nullable String hash,
            @Nullable Integer servers,
            @Nullable Integer teams,
            @Nullable Boolean changed,
            @Nullable Long tookMillis)
            implements ConfigEvent {}

    /// It could not get or use its configuration.
    record Failed(
            @Nullable String kind,
            @Nullable String error,
            @Nullable Integer status,
            @Nullable Long retrySeconds) implements ConfigEvent {}
}
