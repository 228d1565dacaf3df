package dev.perigee.protocol.event;

import dev.perigee.protocol.json.Json;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The payload of an event by its type. Every field may be absent, a field that is there must be of its kind, and one
/// that is not known is passed over: sources are older and newer than their readers. Times are instants; what is
/// measured says its unit in its name.
public sealed interface EventData
        permits ServerEvent,
                ToolEvent,
                ClientEvent,
                ConfigEvent,
                FleetEvent,
                AccessEvent,
                WebhookEvent,
                EventData.Unknown {
    /// The payload of a type that is from a newer version, as it came.
    record Unknown(String type, String json) implements EventData {}

    /// The type on the wire, such as `mcp.server.started`.
    String type();

    /// The payload as a JSON object.
    default String json() {
        return Json.WIRE.text(this);
    }

    /// Reads `data`, a JSON object, as the payload of `type`. Throws `BadValue`, whose message names the field.
    static EventData read(String type, String data) {
        Class<? extends EventData> known = Types.KNOWN.get(type);
        return known == null ? new Unknown(type, data) : Json.WIRE.read(data, known);
    }

    /// Each known type and what its payload is read as.
    static Map<String, Class<? extends EventData>> known() {
        return Types.KNOWN;
    }

    /// The lists of the parts, as one.
    final class Types {
        private static final Map<String, Class<? extends EventData>> KNOWN = Stream.of(
                        ServerEvent.TYPES,
                        ToolEvent.TYPES,
                        ClientEvent.TYPES,
                        ConfigEvent.TYPES,
                        FleetEvent.TYPES,
                        AccessEvent.TYPES,
                        WebhookEvent.TYPES)
                .flatMap(part -> part.entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

        private Types() {}
    }
}
