package dev.perigee.protocol.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens to satellites and commands, and to events themselves.
public sealed interface FleetEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("satellite.registered", Registered.class),
            Map.entry("satellite.liveness_changed", LivenessChanged.class),
            Map.entry("command.ended", CommandEnded.class),
            Map.entry("events.dropped", Dropped.class));

    @Override
    default String type() {
        return switch (this) {
            case Registered _ -> "satellite.registered";
            case LivenessChanged _ -> "satellite.liveness_changed";
            case CommandEnded _ -> "command.ended";
            case Dropped _ -> "events.dropped";
        };
    }

    /// A satellite has come into the fleet, or come back with a new key.
    record Registered(
            @Nullable String satellite,
            @Nullable String version,
            @Nullable String platform,
            @Nullable String team) implements FleetEvent {}

    /// A satellite came to `live`, `stale` or `dead`; it was last seen then.
    record LivenessChanged(
            @Nullable String satellite,
            @Nullable String before,
            @Nullable String after,
            @Nullable Instant lastSeenAt) implements FleetEvent {}

    /// A command has come to a final state.
    record CommandEnded(
            @Nullable String command,
            @Nullable String satellite,
            @Nullable String state,
            @Nullable Instant submittedAt,
            @Nullable Instant endedAt)
            implements FleetEvent {}

    /// A satellite dropped so many events, the oldest it had, because it had no room for more.
    record Dropped(@Nullable Long count, @Nullable Instant since) implements FleetEvent {}
}
