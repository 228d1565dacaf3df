package dev.perigee.protocol.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a satellite does with its configuration: the first two in its own words, the others as it reported them.
public sealed interface ConfigEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("config.refreshed", Refreshed.class),
            Map.entry("config.error", Failed.class),
            Map.entry("config.applied", Applied.class),
            Map.entry("config.rolled_back", RolledBack.class));

    @Override
    default String type() {
        return switch (this) {
            case Refreshed _ -> "config.refreshed";
            case Failed _ -> "config.error";
            case Applied _ -> "config.applied";
            case RolledBack _ -> "config.rolled_back";
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

    /// It has what it is to have.
    record Applied(@Nullable Long revision, @Nullable String hash) implements ConfigEvent {}

    /// It was to have `refused` and has what it had before, for that reason.
    record RolledBack(
            @Nullable Long revision,
            @Nullable String hash,
            @Nullable String refused,
            @Nullable String error) implements ConfigEvent {}
}
