package dev.perigee.protocol.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens to satellites and commands, and to events themselves.
public sealed interface FleetEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("satellite.registered", Registered.class),
            Map.entry("satellite.live", Live.class),
            Map.entry("satellite.stale", Stale.class),
            Map.entry("satellite.dead", Dead.class),
            Map.entry("satellite.duplicate", Duplicate.class),
            Map.entry("command.ended", CommandEnded.class),
            Map.entry("events.dropped", Dropped.class));

    @Override
    default String type() {
        return switch (this) {
            case Registered _ -> "satellite.registered";
            case Live _ -> "satellite.live";
            case Stale _ -> "satellite.stale";
            case Dead _ -> "satellite.dead";
            case Duplicate _ -> "satellite.duplicate";
            case CommandEnded _ -> "command.ended";
            case Dropped _ -> "events.dropped";
        };
    }

    /// A satellite has come into the fleet, or come back with a new key.
    record Registered(
            @Nullable String satellite,
            @Nullable String version,
            @Nullable String platform,
            @Nullable String group) implements FleetEvent {}

    /// A satellite that was `before` showed itself.
    record Live(
            @Nullable String satellite,
            @Nullable String before,
            @Nullable String why,
            @Nullable Instant at) implements FleetEvent {}

    /// A satellite was silent for too long.
    record Stale(
            @Nullable String satellite,
            @Nullable String before,
            @Nullable String why,
            @Nullable Instant at) implements FleetEvent {}

    /// A satellite stayed silent after it was stale.
    record Dead(
            @Nullable String satellite,
            @Nullable String before,
            @Nullable String why,
            @Nullable Instant at) implements FleetEvent {}

    /// So many processes use a satellite's identity by turns: its directory was copied, or its key stolen.
    record Duplicate(
            @Nullable String satellite,
            @Nullable Integer processes,
            @Nullable Instant at) implements FleetEvent {}

    /// A command has come to a final state other than `completed`.
    record CommandEnded(
            @Nullable String command,
            @Nullable String kind,
            @Nullable String state,
            @Nullable String reason,
            @Nullable Instant submittedAt,
            @Nullable Instant endedAt)
            implements FleetEvent {}

    /// So many events were dropped at their source, the oldest first, because it had no room for more.
    record Dropped(@Nullable Long count, @Nullable Instant since) implements FleetEvent {}
}
