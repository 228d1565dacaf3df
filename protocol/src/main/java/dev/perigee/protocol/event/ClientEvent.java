package dev.perigee.protocol.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens with the AI clients at a satellite's door.
public sealed interface ClientEvent extends EventData {
    /// The types of these, and what each is read as.
    Map<String, Class<? extends EventData>> TYPES = Map.ofEntries(
            Map.entry("mcp.client.connected", Connected.class),
            Map.entry("mcp.client.disconnected", Disconnected.class));

    @Override
    default String type() {
        return switch (this) {
            case Connected _ -> "mcp.client.connected";
            case Disconnected _ -> "mcp.client.disconnected";
        };
    }

    /// A client said hello. `leftOut` others before it came or left and found no room to be told of.
    record Connected(
            @Nullable String session,
            @Nullable String client,
            @Nullable String userAgent,
            @Nullable String team,
            @Nullable String transport,
            @Nullable String address,
            @Nullable Long leftOut)
            implements ClientEvent {}

    /// A client is gone, after so long and so many calls. `leftOut` as above.
    record Disconnected(
            @Nullable String session,
            @Nullable String team,
            @Nullable Long connectedSeconds,
            @Nullable Long toolCalls,
            @Nullable String reason,
            @Nullable Long leftOut)
            implements ClientEvent {}
}
